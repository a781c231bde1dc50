// Reads YAML that is being typed: what stands where, by indentation, whatever else is wrong with it. It is no judge (the
// server is): it finds the documents, their keys and values, and where in them the cursor is.
import { around, collection, scalar } from "./flow.js";

/** @typedef {import("./tree.js").Slot} Slot */
/** @typedef {import("./tree.js").Node_} Node_ */
/** @typedef {import("./tree.js").Document_} Document_ */
/**
 * @typedef {object} Place where the cursor is
 * @property {"key" | "value"} role what is being typed: a key (or an item) of the slot's value, or the slot's value itself
 * @property {Slot} slot
 * @property {Node_ | null} map the keys among which a new one would stand
 * @property {Slot | null} current the entry that is being edited
 * @property {string} typed
 * @property {number} from where what is typed begins
 * @property {number} column the indentation of a new key
 * @property {boolean} dashed whether a dash stands before it already
 * @property {boolean} flow
 * @property {Document_} document
 * @property {Document_[]} documents all of the text
 */
/** @typedef {{column: number, node: Node_ | null, slot: Slot}} Frame an open collection; slot is where what is deeper goes */

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s"'#[\]{},&*!|>%@`](?:[^:#]|:(?=\S)|(?<=\S)#)*?))\s*:(?=\s|$)/;
const WORD = /^[\w./-]*$/;

class Reader {
  /** @param {string} text @param {number} pos of the cursor, or -1 */
  constructor(text, pos) {
    this.text = text;
    this.pos = pos;
    /** @type {Document_[]} */
    this.documents = [];
    /** @type {Place | null} */
    this.place = null;
    this.document = this.begin(0);
    /** @type {Frame[]} */
    this.frames = [{ column: -1, node: null, slot: this.document.root }];
    // Lines deeper than this belong to a block scalar.
    this.literal = Infinity;
  }

  /** @param {number} at @returns {Document_} */
  begin(at) {
    const root = { key: null, parent: null, value: null, from: at, to: at, end: at };
    this.document = { from: at, to: this.text.length, root };
    this.documents.push(this.document);
    this.frames = [{ column: -1, node: null, slot: root }];
    this.literal = Infinity;
    return this.document;
  }

  read() {
    const { text } = this;
    let start = 0;
    while (start <= text.length) {
      const newline = text.indexOf("\n", start);
      const end = newline < 0 ? text.length : newline;
      start = this.line(start, end) + 1;
    }
    // The keys that come after the cursor are known only now.
    const { place } = this;
    if (place?.role === "key" && !place.map && place.slot.value?.type === "map") place.map = place.slot.value;
    return this;
  }

  /** One line, or all that a collection in brackets takes. @param {number} start @param {number} end @returns {number} the line's end */
  line(start, end) {
    const line = this.text.slice(start, end);
    if (/^(---|\.\.\.)(\s|$)/.test(line)) {
      this.document.to = start;
      this.begin(Math.min(end + 1, this.text.length));
      return end;
    }
    const column = line.search(/[^ \t]/);
    const here = this.pos >= start && this.pos <= end;
    if ((column < 0 ? this.pos - start : column) <= this.literal && (column >= 0 || here)) this.literal = Infinity;
    if (this.literal < Infinity) return end;
    if (column < 0) {
      if (here) this.at(this.pos - start, this.pos, "", false);
      return end;
    }
    return this.content(start + column, start, end, here, false);
  }

  /**
   * What stands on a line from `at` on: dashes, a key, a value.
   * @param {number} at @param {number} start of the line @param {number} end @param {boolean} here whether the cursor is on it
   * @param {boolean} dashed
   * @returns {number}
   */
  content(at, start, end, here, dashed) {
    const rest = this.text.slice(at, end);
    const column = at - start;
    if (rest[0] === "#") return end;
    if (/^-(\s|$)/.test(rest)) {
      const slot = this.item(column, at);
      const next = rest.slice(1).search(/\S/);
      if (next >= 0 && rest[1 + next] !== "#") return this.content(at + 1 + next, start, end, here && this.pos > at, true);
      if (here && this.pos > at + 1 && next < 0) this.push({ column: this.pos - start, slot }, this.pos);
      return end;
    }
    if (rest[0] === "{" || rest[0] === "[") {
      const slot = this.slotFor(column, false);
      return slot ? this.flow(slot, at, column - 1, end) : end;
    }
    const match = KEY.exec(rest);
    const within = here && this.pos >= at;
    if (!match) {
      const found = scalar(this.text, at, end);
      if (within && this.pos <= found.to) this.at(column, at, this.text.slice(at, this.pos), dashed);
      const slot = this.slotFor(column, true);
      if (slot && !slot.value) this.fill(slot, { ...found, loose: true });
      return end;
    }
    const colon = at + match[0].length;
    if (within && this.pos < colon) this.at(column, at, this.text.slice(at, this.pos), dashed);
    const entry = this.entry(column, match[1] ?? match[2] ?? match[3], at, colon - 1, colon);
    if (within && this.place) this.place.current = entry;
    return this.value(entry, colon, column, end, within);
  }

  /** What follows a colon. @param {Slot} entry @param {number} colon @param {number} column @param {number} end @param {boolean} here */
  value(entry, colon, column, end, here) {
    const skipped = /^\s*(?:[&!]\S*\s+)*/.exec(this.text.slice(colon, end))?.[0].length ?? 0;
    const at = colon + skipped;
    const rest = this.text.slice(at, end);
    if (/^[|>][-+\d]*\s*(#.*)?$/.test(rest)) {
      this.literal = column;
      this.fill(entry, { type: "scalar", slots: [], column: 0, from: at, to: end, text: "", quoted: true, flow: false });
      return end;
    }
    if (rest[0] === "{" || rest[0] === "[") return this.flow(entry, at, column, end);
    const comment = rest[0] === "#";
    const found = comment || !rest ? null : scalar(this.text, at, end);
    if (found) this.fill(entry, found);
    entry.end = found?.to ?? colon;
    if (here && this.pos > colon && (found ? this.pos >= at && this.pos <= found.to : !comment || this.pos < at)) {
      const from = found ? at : this.pos;
      this.place = { role: "value", slot: entry, map: null, current: entry, typed: this.text.slice(from, this.pos), from, column, dashed: false, flow: false, document: this.document, documents: this.documents };
    }
    return end;
  }

  /** A collection in brackets ends at the latest where a line stands that cannot be in it. @param {Slot} slot @param {number} at @param {number} column @param {number} end */
  flow(slot, at, column, end) {
    let node = collection(this.text, at, end);
    if (!node.closed) {
      const marks = column < 0 ? /\n(---|\.\.\.)(?=\s|$)/g : new RegExp(`\\n(?: {0,${column}}(?:[^\\s"'}\\]][^\\n]*:|- )|---|\\.\\.\\.)`, "g");
      marks.lastIndex = end;
      node = collection(this.text, at, marks.exec(this.text)?.index ?? this.text.length);
    }
    if (!slot.value) this.fill(slot, node);
    if (this.pos > node.from && (this.pos < node.to || (this.pos === node.to && !node.closed))) this.inFlow(node);
    const newline = this.text.indexOf("\n", Math.max(node.to, end));
    return newline < 0 ? this.text.length : newline;
  }

  /** @param {Node_} outer */
  inFlow(outer) {
    const { node, slot } = around(outer, this.pos);
    const owner = node.slot ?? this.document.root;
    const inValue = slot && (node.type === "list" || (slot.colon !== undefined && this.pos >= slot.colon));
    const from = inValue ? (slot.value ? slot.value.from : this.pos) : (slot?.from ?? this.pos);
    if (slot?.value?.quoted && inValue) return;
    const place = { column: 0, dashed: true, flow: true, document: this.document, documents: this.documents, from, typed: this.text.slice(from, this.pos), current: slot };
    if (inValue) this.place = { role: "value", slot, map: null, ...place };
    else this.place = { role: "key", slot: node.type === "list" ? { key: node.slots.length, parent: node, value: null, from, to: from, end: from } : owner, map: node.type === "map" ? node : null, ...place };
  }

  /** @param {Slot} slot @param {Node_} value */
  fill(slot, value) {
    slot.value = value;
    value.slot = slot;
  }

  /** The frames that stay open for something at a column. @param {number} column @param {boolean} dash */
  open(column, dash) {
    let depth = this.frames.length;
    while (depth > 1) {
      const { node, column: its } = this.frames[depth - 1];
      if (its < column || (its === column && (dash ? node?.type === "list" || this.frames[depth - 1].slot.value === null : node?.type === "map"))) break;
      depth -= 1;
    }
    return this.frames.slice(0, depth);
  }

  /** Where a value without a key of its own belongs. @param {number} column @param {boolean} deeper */
  slotFor(column, deeper) {
    const top = this.open(column, false).at(-1);
    return top && (top.column < column || !deeper) ? top.slot : null;
  }

  /** @param {number} column @param {number} at @returns {Slot} */
  item(column, at) {
    this.frames = this.open(column, true);
    const list = this.collection("list", column, at);
    const slot = { key: list.slots.length, parent: list, value: null, from: at, to: at + 1, end: at + 1 };
    list.slots.push(slot);
    this.frames[this.frames.length - 1].slot = slot;
    return slot;
  }

  /** @param {number} column @param {string} key @param {number} from @param {number} to @param {number} colon @returns {Slot} */
  entry(column, key, from, to, colon) {
    this.frames = this.open(column, false);
    const map = this.collection("map", column, from);
    const slot = { key, parent: map, value: null, from, to, end: colon, colon };
    map.slots.push(slot);
    this.frames[this.frames.length - 1].slot = slot;
    return slot;
  }

  /** The collection of a kind at a column, made where there is none yet. @param {"map" | "list"} type @param {number} column @param {number} at */
  collection(type, column, at) {
    const top = this.frames[this.frames.length - 1];
    if (top.node?.type === type && top.column === column) return top.node;
    const known = top.slot.value;
    /** @type {Node_} */
    const node = known?.type === type && !known.flow ? known : { type, slots: [], column, from: at, to: at, flow: false };
    if (!known || known.loose) this.fill(top.slot, node);
    else if (node !== known) node.slot = top.slot;
    this.frames.push({ column, node, slot: top.slot });
    return node;
  }

  /** The cursor stands where a key (or an item) would stand. @param {number} column @param {number} from @param {string} typed @param {boolean} dashed */
  at(column, from, typed, dashed) {
    if (!WORD.test(typed)) return;
    const top = /** @type {Frame} */ (this.open(column, false).at(-1));
    const among = top.node?.type === "map" && top.column === column;
    const slot = among ? /** @type {Slot} */ (top.node?.slot) : top.slot;
    if (!among && slot.value && (slot.value.type === "scalar" || slot.value.flow)) return;
    const map = among ? top.node : slot.value?.type === "map" ? slot.value : null;
    this.place = { role: "key", slot, map, current: null, typed, from, column, dashed, flow: false, document: this.document, documents: this.documents };
  }

  /** The cursor stands after a dash. @param {{column: number, slot: Slot}} where @param {number} from */
  push({ column, slot }, from) {
    this.place = { role: "key", slot, map: null, current: null, typed: "", from, column, dashed: true, flow: false, document: this.document, documents: this.documents };
  }
}

/** All documents of a text. @param {string} text @returns {Document_[]} */
export function read(text) {
  return new Reader(text, -1).read().documents;
}

/** Where the cursor is; null where nothing can be said, as in a comment. @param {string} text @param {number} pos @returns {Place | null} */
export function locate(text, pos) {
  return new Reader(text, pos).read().place;
}
