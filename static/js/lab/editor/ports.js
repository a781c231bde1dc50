// The three ports in the text, each field with its colour and its mark, and whatever else it names: all take part in pointing.
import { Decoration, EditorView, StateEffect, StateField, ViewPlugin, WidgetType } from "../../../vendor/codemirror.js";
import { point as pointTo, pointed, related, same, things } from "../hover.js";
import { thingFields } from "./yaml/things.js";

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

/** @typedef {{port: import("../hover.js").Pointed | null, things: import("../hover.js").Things}} Now */

const pointing = StateField.define({
  create: () => /** @type {Now} */ ({ port: pointed.value, things: things.value }),
  update: (/** @type {any} */ value, /** @type {any} */ transaction) =>
    transaction.effects.reduce((/** @type {any} */ now, /** @type {any} */ effect) => (effect.is(point) ? effect.value : now), value),
});

/** What the text stands for, read once for each text. */
const fields = StateField.define({
  create: (/** @type {any} */ state) => fieldsOfText(state.doc.toString()),
  update: (/** @type {any} */ value, /** @type {any} */ transaction) => (transaction.docChanged ? fieldsOfText(transaction.state.doc.toString()) : value),
});

/** @param {string} text */
function fieldsOfText(text) {
  return { ports: portFields(text), things: thingFields(text) };
}

/** @param {any} state */
function decorate(state) {
  const now = /** @type {Now} */ (state.field(pointing));
  const found = /** @type {ReturnType<typeof fieldsOfText>} */ (state.field(fields));
  const ports = found.ports.flatMap((field) => {
    const its = portIn(field);
    const lit = now.port && same(now.port, { ...its, service: null }) && (!now.port.service || !field.service || now.port.service.endsWith(`/${field.service}`));
    const attributes = { "data-role": field.role, "data-port": field.value };
    return [
      Decoration.mark({ class: lit ? "cm-port lit" : "cm-port", attributes }).range(field.from, field.to),
      Decoration.widget({ widget: new Mark(field), side: 1 }).range(field.to),
    ];
  });
  const others = found.things.map(({ from, to, is, about, targetPort }) => {
    const port = targetPort ? { role: "targetPort", ports: [targetPort], service: null } : null;
    const lit = related(now.things, { is, about }) || (port && now.port && same(now.port, port));
    const attributes = {
      ...(is.length && { "data-thing": is.join(" ") }), ...(about.length && { "data-about": about.join(" ") }),
      ...(port && { "data-role": port.role, "data-port": port.ports[0] }),
    };
    return Decoration.mark({ class: lit ? "cm-thing lit" : "cm-thing", attributes }).range(from, to);
  });
  return Decoration.set([...ports, ...others], true);
}

/** @param {Field} field @returns {import("../hover.js").Pointed} */
function portIn({ role, value }) {
  return { role, ports: [value], service: null };
}

/** Who works by keyboard points with the caret. @param {any} state */
export function pointAtCaret(state) {
  const at = state.selection.main.head;
  const on = (/** @type {{from: number, to: number}} */ { from, to }) => from <= at && at <= to;
  const found = /** @type {ReturnType<typeof fieldsOfText>} */ (state.field(fields));
  const port = found.ports.find(on);
  const thing = found.things.find(on);
  const container = thing?.targetPort ? { role: "targetPort", ports: [thing.targetPort], service: null } : null;
  pointTo(port ? portIn(port) : container, { is: thing?.is ?? [], about: thing?.about ?? [] });
}

const decorations = StateField.define({
  create: decorate,
  update: (/** @type {any} */ value, /** @type {any} */ transaction) =>
    transaction.docChanged || transaction.effects.some((/** @type {any} */ effect) => effect.is(point)) ? decorate(transaction.state) : value,
  provide: (/** @type {any} */ field) => EditorView.decorations.from(field),
});

const listening = ViewPlugin.define((/** @type {any} */ view) => {
  let waiting = false;
  const hear = () => {
    if (waiting) return;
    // What is pointed at may change while the text is being changed: it is taken up after that.
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      const now = { port: pointed.value, things: things.value };
      const before = view.state.field(pointing, false);
      if (before && (before.port !== now.port || before.things !== now.things)) view.dispatch({ effects: point.of(now) });
    });
  };
  pointed.listeners.add(hear);
  things.listeners.add(hear);
  return {
    destroy: () => {
      pointed.listeners.delete(hear);
      things.listeners.delete(hear);
    },
  };
});

export const ports = [pointing, fields, decorations, listening];
