// Completion in CodeMirror: asks what could stand here (offers.js), draws it, and puts the choice into the text.
import { autocompletion, pickedCompletion } from "../../../vendor/codemirror.js";
import { documentation } from "./documentation.js";
import { portMark } from "./ports.js";
import { locate } from "./yaml/outline.js";
import { textAt } from "./yaml/tree.js";

const GAP = 4;
const NARROW = 240;
const WIDE = 360;

/** What could stand where: fetched when somebody comes to type. @type {typeof import("./offers.js").offersAt | null} */
let offersAt = null;

export async function prepare() {
  offersAt ??= (await import("./offers.js")).offersAt;
}

/** @typedef {import("./offers.js").Choice} Choice */
/** @typedef {import("./fields.js").Fields} Fields */
/** @typedef {{fields: Fields, others: () => {name: string, text: string}[], range: () => [number, number], taken: () => number[]}} Desk what the editor lends its assistants */

/**
 * Unasked, it speaks up only where a word was begun, or a value or the first of some fields is awaited: not at every space.
 * @param {import("./yaml/outline.js").Place} place
 */
function awaited(place) {
  if (place.typed || place.role === "value") return true;
  return place.slot.key !== null && (place.map?.slots.length ?? 0) === 0;
}

/** @param {Choice} choice @param {number} rank @param {Desk} desk */
function option(choice, rank, desk) {
  const { field, label, note, role } = choice;
  return {
    label,
    detail: note ?? "",
    type: choice.kind,
    boost: Math.max(99 - rank * 2, -99),
    info: field ? () => documentation({ name: label, field, role }, desk.range()) : undefined,
    choice,
    apply: (/** @type {any} */ view, /** @type {any} */ completion, /** @type {number} */ from, /** @type {number} */ to) => put(view, completion, from, to),
  };
}

/** @param {any} view @param {any} completion @param {number} from @param {number} to */
function put(view, completion, from, to) {
  const { insert, select } = /** @type {Choice} */ (completion.choice);
  // Of a whole document the name is what one changes first.
  const name = select === undefined ? null : /^name: (\S+)/.exec(insert.slice(select));
  const selection = name && select !== undefined
    ? { anchor: from + select + 6, head: from + select + name[0].length }
    : { anchor: from + insert.length };
  view.dispatch({ changes: { from, to, insert }, selection, scrollIntoView: true, userEvent: "input.complete", annotations: pickedCompletion.of(completion) });
}

/**
 * What is told of a choice stands beside the list, level with it; where there is no room, below or above the list, but
 * never on it.
 * @param {any} _view @param {DOMRect} list @param {DOMRect} chosen @param {DOMRect} info @param {DOMRect} space
 */
function beside(_view, list, chosen, info, space) {
  const right = space.right - list.right - GAP;
  if (right >= NARROW) {
    const top = Math.max(space.top, Math.min(chosen.top, space.bottom - info.height));
    return { style: `top: ${top - list.top}px; left: ${list.width + GAP}px; max-width: ${Math.min(right, WIDE)}px` };
  }
  const room = space.right - space.left - 2 * GAP;
  const left = Math.min(0, space.right - GAP - Math.min(info.width, room) - list.left);
  const below = space.bottom - list.bottom >= info.height + GAP || space.bottom - list.bottom >= list.top - space.top;
  return { style: `${below ? "top" : "bottom"}: ${list.height + GAP}px; left: ${left}px; max-width: ${Math.min(room, WIDE)}px` };
}

/** @param {Desk} desk */
export function completion(desk) {
  /** @param {any} context @param {import("./yaml/outline.js").Place} place */
  const answer = (context, place) => {
    const offers = offersAt?.(place, desk.fields, desk.others(), desk.taken());
    if (!offers) return null;
    const values = offers.choices.every(({ kind }) => kind === "value");
    // A value that is complete: Enter is to begin a new line, not to choose it once more.
    const complete = (/** @type {string} */ word) => values && offers.choices.some(({ label }) => label === word);
    if (!context.explicit && complete(place.typed)) return null;
    return {
      from: offers.from,
      options: offers.choices.map((choice, rank) => option(choice, rank, desk)),
      validFor: (/** @type {string} */ word) => /^[\w./-]*$/.test(word) && !complete(word),
    };
  };
  /** @param {any} context */
  const source = (context) => {
    const place = locate(context.state.doc.toString(), context.pos);
    if (!place || (!context.explicit && !awaited(place))) return null;
    const kinds = [textAt(place.document.root, "kind")].filter(Boolean);
    if (offersAt && desk.fields.has(kinds)) return answer(context, place);
    return Promise.all([prepare(), desk.fields.load(kinds)]).then(() => (context.aborted ? null : answer(context, place)));
  };
  return autocompletion({
    override: [source],
    icons: false,
    // Who types fast means it: what is complete is not offered, so that no Enter is taken away by mistake.
    interactionDelay: 0,
    positionInfo: beside,
    activateOnCompletion: (/** @type {any} */ picked) => Boolean(picked.choice?.more),
    addToOptions: [{ position: 20, render: (/** @type {any} */ { choice }) => (choice?.role ? portMark(choice.role) : null) }],
    optionClass: (/** @type {any} */ { choice }) => `cm-choice-${choice?.kind ?? "value"}`,
  });
}
