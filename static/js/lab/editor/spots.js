// What a text beside the editor speaks of: whole lines, lit until something else is, or until they are written in.
import { Decoration, EditorView, StateEffect, StateField } from "../../../vendor/codemirror.js";

const light = StateEffect.define();

/** @param {any} doc @param {{from: number, to: number}[]} spans */
function linesOf(doc, spans) {
  const lines = new Set();
  for (const { from, to } of spans) {
    const last = doc.lineAt(Math.min(to, doc.length)).number;
    for (let number = doc.lineAt(Math.min(from, doc.length)).number; number <= last; number += 1) lines.add(doc.line(number).from);
  }
  return Decoration.set([...lines].map((at) => Decoration.line({ class: "cm-spot" }).range(at)), true);
}

export const spots = StateField.define({
  create: () => Decoration.none,
  update: (/** @type {any} */ value, /** @type {any} */ transaction) => {
    for (const effect of transaction.effects) if (effect.is(light)) return linesOf(transaction.state.doc, effect.value);
    return transaction.docChanged ? Decoration.none : value;
  },
  provide: (/** @type {any} */ field) => EditorView.decorations.from(field),
});

/** Light up what stands there, and bring its beginning into sight. @param {any} view @param {{from: number, to: number}[]} spans */
export function spot(view, spans) {
  const into = spans.length > 0 ? [EditorView.scrollIntoView(Math.min(spans[0].from, view.state.doc.length), { y: "center" })] : [];
  view.dispatch({ effects: [light.of(spans), ...into] });
}
