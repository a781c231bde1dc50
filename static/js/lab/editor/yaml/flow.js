// Collections between brackets and braces, JSON among them, read as far as they have been typed.

/** @typedef {import("./tree.js").Node_} Node_ */
/** @typedef {import("./tree.js").Slot} Slot */

// No manifest nests this deep; whoever tries gets a plain text instead of a full stack.
const DEEPEST = 100;
const PLAIN = /(?:[^,\]}\n:]|:(?![\s,\]}]|$))*/y;

/**
 * A scalar at `from`: quoted, or plain up to `end`.
 * @param {string} text @param {number} from @param {number} end
 * @returns {Node_}
 */
export function scalar(text, from, end) {
  const quote = text[from];
  if (quote === '"' || quote === "'") {
    let to = from + 1;
    while (to < end && text[to] !== quote) to += quote === '"' && text[to] === "\\" ? 2 : 1;
    to = Math.min(to, end);
    return { type: "scalar", slots: [], column: 0, from, to: Math.min(to + 1, end), text: text.slice(from + 1, to), quoted: true, flow: false };
  }
  const all = text.slice(from, end);
  const plain = (all.includes("#") ? all.replace(/(^|\s)#.*$/s, "") : all).trimEnd();
  return { type: "scalar", slots: [], column: 0, from, to: from + plain.length, text: plain, quoted: false, flow: false };
}

/**
 * The collection that opens at `from`; whatever is not closed ends at `limit`.
 * @param {string} text @param {number} from @param {number} limit
 * @returns {Node_}
 */
export function collection(text, from, limit) {
  let at = from;
  let depth = 0;
  const blank = () => {
    for (;;) {
      while (at < limit && /\s/.test(text[at])) at += 1;
      if (text[at] !== "#" || !/\s/.test(text[at - 1] ?? " ")) return;
      while (at < limit && text[at] !== "\n") at += 1;
    }
  };

  /** @returns {Node_} */
  const value = () => {
    if ((text[at] === "{" || text[at] === "[") && depth < DEEPEST) return nested();
    let end = at;
    if (text[at] === '"' || text[at] === "'") end = limit;
    else {
      PLAIN.lastIndex = at;
      end = Math.min(at + (PLAIN.exec(text)?.[0].length ?? 0), limit);
    }
    const found = scalar(text, at, end);
    at = Math.max(found.to, found.quoted ? at + 1 : end);
    return found;
  };

  /** @returns {Node_} */
  const nested = () => {
    depth += 1;
    const list = text[at] === "[";
    const close = list ? "]" : "}";
    /** @type {Node_} */
    const node = { type: list ? "list" : "map", slots: [], column: 0, from: at, to: limit, flow: true };
    at += 1;
    for (;;) {
      blank();
      if (at >= limit) return node;
      if (text[at] === close) {
        at += 1;
        node.to = at;
        node.closed = true;
        depth -= 1;
        return node;
      }
      if (/[\]},]/.test(text[at])) {
        at += 1;
        continue;
      }
      const before = at;
      node.slots.push(list ? item(node) : entry(node));
      if (at === before) at += 1;
    }
  };

  /** @param {Node_} parent @returns {Slot} */
  const item = (parent) => {
    const start = at;
    const slot = { key: parent.slots.length, parent, value: /** @type {Node_ | null} */ (null), from: start, to: start, end: start };
    slot.value = value();
    slot.value.slot = slot;
    slot.end = at;
    return slot;
  };

  /** @param {Node_} parent @returns {Slot} */
  const entry = (parent) => {
    const key = value();
    const slot = { key: key.text ?? "", parent, value: /** @type {Node_ | null} */ (null), from: key.from, to: key.to, end: at, colon: undefined };
    blank();
    if (text[at] === ":") {
      at += 1;
      Object.assign(slot, { colon: at });
      blank();
      if (at < limit && !/[,\]}]/.test(text[at])) {
        slot.value = value();
        slot.value.slot = slot;
      }
    }
    slot.end = at;
    return slot;
  };

  return nested();
}

/**
 * The innermost collection around a position, and the slot that it is in.
 * @param {Node_} node @param {number} pos
 * @returns {{node: Node_, slot: Slot | null}}
 */
export function around(node, pos) {
  for (const slot of node.slots) {
    const inner = slot.value;
    if (inner?.flow && inner.from < pos && (pos < inner.to || (pos === inner.to && !inner.closed))) return around(inner, pos);
  }
  return { node, slot: node.slots.find((slot) => slot.from <= pos && pos <= slot.end) ?? null };
}
