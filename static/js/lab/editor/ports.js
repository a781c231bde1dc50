// The three ports in the text: each field has its colour and its mark, and takes part in pointing.
import { Decoration, EditorView, StateEffect, StateField, ViewPlugin, WidgetType } from "../../../vendor/codemirror.js";
import { pointed, same } from "../hover.js";

/** @typedef {{from: number, to: number, end: number, role: string, value: string, service: string | null}} Field */

const LETTERS = { nodePort: "N", port: "P", targetPort: "T" };
const FIELD = /(^|[\s,{-])(["']?)(nodePort|targetPort|port)\2\s*:\s+(["']?)([\w-]+)\4/g;

/**
 * Port fields stand in documents that are Services; an Ingress or a probe has a `port` too, of another kind.
 * @param {string} text
 * @returns {Field[]}
 */
export function portFields(text) {
  /** @type {Field[]} */
  const fields = [];
  let start = 0;
  for (const document of text.split(/^(?=---)/m)) {
    if (/^\s*["']?kind["']?\s*:\s*["']?Service["']?\s*(#.*)?$/m.test(document)) {
      const name = /^metadata:[^\S\n]*\n(?:[^\S\n]+.*\n)*?[^\S\n]+name:\s*["']?([\w.-]+)/m.exec(document)?.[1];
      fieldsOf(document, start, name ?? null, fields);
    }
    start += document.length;
  }
  return fields;
}

/** @param {string} document @param {number} start @param {string | null} service @param {Field[]} fields */
function fieldsOf(document, start, service, fields) {
  let at = start;
  for (const line of document.split("\n")) {
    const code = line.replace(/(^|\s)#.*$/, "");
    for (const match of code.matchAll(FIELD)) {
      const from = at + match.index + match[1].length;
      fields.push({ from, to: at + match.index + match[0].length, end: at + code.trimEnd().length, role: match[3], value: match[5], service });
    }
    at += line.length + 1;
  }
}

/** The sign of a port: its letter in its shape. @param {string} role */
export function portMark(role) {
  const mark = document.createElement("span");
  mark.className = "cm-mark";
  mark.dataset.role = role;
  mark.setAttribute("aria-hidden", "true");
  mark.textContent = LETTERS[/** @type {keyof typeof LETTERS} */ (role)];
  return mark;
}

class Mark extends WidgetType {
  /** @param {Field} field */
  constructor(field) {
    super();
    this.field = field;
  }

  /** @param {Mark} other */
  eq(other) {
    return this.field.role === other.field.role && this.field.value === other.field.value;
  }

  toDOM() {
    const mark = portMark(this.field.role);
    mark.dataset.port = this.field.value;
    return mark;
  }
}

const point = StateEffect.define();
const pointing = StateField.define({
  create: () => null,
  update: (/** @type {any} */ value, /** @type {any} */ transaction) =>
    transaction.effects.reduce((/** @type {any} */ now, /** @type {any} */ effect) => (effect.is(point) ? effect.value : now), value),
});

/** @param {any} state */
function decorate(state) {
  const now = state.field(pointing);
  const ranges = portFields(state.doc.toString()).flatMap((field) => {
    const its = { role: field.role, ports: [field.value], service: null };
    const lit = now && same(now, its) && (!now.service || !field.service || now.service.endsWith(`/${field.service}`));
    const attributes = { "data-role": field.role, "data-port": field.value };
    return [
      Decoration.mark({ class: lit ? "cm-port lit" : "cm-port", attributes }).range(field.from, field.to),
      Decoration.widget({ widget: new Mark(field), side: 1 }).range(field.to),
    ];
  });
  return Decoration.set(ranges, true);
}

const decorations = StateField.define({
  create: decorate,
  update: (/** @type {any} */ value, /** @type {any} */ transaction) =>
    transaction.docChanged || transaction.effects.some((/** @type {any} */ effect) => effect.is(point)) ? decorate(transaction.state) : value,
  provide: (/** @type {any} */ field) => EditorView.decorations.from(field),
});

const listening = ViewPlugin.define((/** @type {any} */ view) => {
  const hear = (/** @type {unknown} */ value) => {
    if (value !== view.state.field(pointing)) view.dispatch({ effects: point.of(value) });
  };
  pointed.listeners.add(hear);
  return { destroy: () => pointed.listeners.delete(hear) };
});

export const ports = [pointing, decorations, listening];
