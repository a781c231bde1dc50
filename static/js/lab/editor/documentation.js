// What a field is, said beside it: at the pointer, at the cursor (Ctrl+I), and beside a completion.
import { EditorView, Prec, StateEffect, StateField, closeHoverTooltips, hoverTooltip, keymap, showTooltip } from "../../../vendor/codemirror.js";
import { h } from "../dom.js";
import { say } from "../words.js";
import { roleOf, walk } from "./fields.js";
import { portMark } from "./ports.js";
import { read } from "./yaml/outline.js";
import { pathOf, slotAt, textAt } from "./yaml/tree.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./completion.js").Desk} Desk */
/** @typedef {{name: string, field: Field, role?: string | null, value?: string}} Topic what is told, and the value that stands there */

const SIMPLE = new Set(["string", "integer", "boolean", "port", "quantity", "time", "bytes", "object"]);

/** A type in words. @param {string} type @returns {string} */
function typeName(type) {
  if (type.startsWith("[]")) return say("type-list", { of: typeName(type.slice(2)) });
  if (type.startsWith("map:")) return say("type-map");
  return say(`type-${SIMPLE.has(type) ? type : "object"}`);
}

/** @param {Field} field @param {[number, number]} nodePorts */
function rangeOf({ range }, nodePorts) {
  const [first, last] = range === "nodePort" ? nodePorts : (range ?? [null, null]);
  if (first === null) return "";
  return last === null ? say("range-from", { first }) : `${first}–${last}`;
}

/** @param {Topic} topic @param {[number, number]} nodePorts the range of this cluster */
export function documentation({ name, field, role = null, value = "" }, nodePorts) {
  const head = h("div", { class: "cm-docs-head" });
  if (role) head.append(portMark(role));
  head.append(h("code", {}, name));
  if (field.type) head.append(h("span", { class: "cm-docs-type" }, [typeName(field.type), rangeOf(field, nodePorts)].filter(Boolean).join(" ")));
  if (field.required) head.append(h("span", { class: "cm-docs-required" }, say("required")));
  const docs = h("div", { class: "cm-docs" }, head);
  const text = field.text ?? field.english;
  if (text) docs.append(h("p", { lang: field.text ? null : "en" }, text));
  const told = Object.entries(field.values ?? {}).filter(([word]) => word !== "");
  if (told.length > 0) {
    docs.append(h("ul", {}, ...told.map(([word, meaning]) => h("li", { class: word === value ? "now" : null }, h("code", {}, word), meaning ? ` ${meaning}` : ""))));
  }
  if (field.default) docs.append(h("p", { class: "cm-docs-default" }, say("default"), " ", /^[\w./%-]+$/.test(field.default) ? h("code", {}, field.default) : field.default));
  if (field.docs) docs.append(h("a", { href: field.docs, target: "_blank", rel: "noopener" }, field.docs.replace("https://", "")));
  return docs;
}

/** What is to be told of a place in the text; null where that is nothing. @param {ReturnType<typeof slotAt>} found @param {Desk} desk */
function topicOf(found, desk) {
  if (!found) return null;
  const { root } = found.document;
  const kind = desk.fields.kind(textAt(root, "apiVersion"), textAt(root, "kind"));
  const path = pathOf(found.slot);
  const value = found.part === "value" ? textAt(found.slot) : "";
  const { from, to } = found;
  if (kind && path.length === 1 && path[0] === "kind" && value) return { topic: { name: value, field: { type: "", text: kind.text, docs: kind.docs } }, from, to };
  const top = desk.fields.index?.top[String(path[0])];
  const at = kind ? walk(kind, path) : path.length === 1 && top ? { name: String(path[0]), field: top, type: top.type } : null;
  if (!at || !(at.field.text ?? at.field.english)) return null;
  const role = kind ? roleOf(walk(kind, path.slice(0, -1))?.type ?? "", at.name) : null;
  return { topic: { name: at.name, field: at.field, role, value }, from, to };
}

/** @param {string} text @param {number} pos @param {Desk} desk @returns {Promise<ReturnType<typeof topicOf>>} */
async function soon(text, pos, desk) {
  const found = slotAt(read(text), pos);
  const kinds = found ? [textAt(found.document.root, "kind")].filter(Boolean) : [];
  if (!desk.fields.has(kinds)) await desk.fields.load(kinds);
  return topicOf(found, desk);
}

/** @type {any} */
const told = StateEffect.define();

/** The tooltip at the cursor: asked for by key, gone as soon as the cursor or the text moves. */
const asked = StateField.define({
  create: () => null,
  update(/** @type {any} */ value, /** @type {any} */ transaction) {
    for (const effect of transaction.effects) if (effect.is(told)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (/** @type {any} */ field) => showTooltip.from(field),
});

/**
 * @param {Desk} desk
 * @param {(pos: number) => Element[]} problemsAt what else is to be said at a position, before the field's own words
 */
export function documentationTooltips(desk, problemsAt) {
  /** @param {any} view */
  const ask = (view) => {
    const { state } = view;
    const pos = state.selection.main.head;
    const text = state.doc.toString();
    void soon(text, pos, desk).then((found) => {
      if (view.state.doc !== state.doc || view.state.selection.main.head !== pos) return;
      const parts = [...problemsAt(pos), ...(found ? [documentation(found.topic, desk.range())] : [])];
      if (parts.length === 0) parts.push(h("div", { class: "cm-docs" }, h("p", {}, say("nothing-known"))));
      const dom = h("div", { class: "cm-asked" }, ...parts);
      const tooltip = { pos, above: true, create: () => ({ dom }) };
      view.dispatch({ effects: [told.of(tooltip), EditorView.announce.of(parts.map((part) => part.textContent).join(" "))] });
    });
    return true;
  };
  /** @param {any} view */
  const close = (view) => {
    const open = view.state.field(asked) !== null;
    view.dispatch({ effects: [told.of(null), closeHoverTooltips] });
    return open;
  };
  const hover = hoverTooltip(async (/** @type {any} */ view, /** @type {number} */ pos) => {
    const { doc } = view.state;
    const found = await soon(doc.toString(), pos, desk);
    if (!found || view.state.doc !== doc) return null;
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: documentation(found.topic, desk.range()) }) };
  });
  const left = EditorView.domEventHandlers({
    blur(/** @type {FocusEvent} */ event, /** @type {any} */ view) {
      // Its link may be followed by keyboard.
      const within = event.relatedTarget instanceof Node && view.dom.contains(event.relatedTarget);
      if (!within && view.state.field(asked)) view.dispatch({ effects: told.of(null) });
    },
  });
  return [asked, hover, left, Prec.high(keymap.of([{ key: "Mod-i", run: ask, preventDefault: true }, { key: "Escape", run: close }]))];
}
