// What was read of a text: documents, the keys and items in them, their values; and ways through it.

/**
 * @typedef {object} Slot a key of a map, an item of a list, or a whole document
 * @property {string | number | null} key
 * @property {Node_ | null} parent
 * @property {Node_ | null} value
 * @property {number} from of the key or the dash
 * @property {number} to
 * @property {number} end where the value ends, as far as it stands on the same line
 * @property {number} [colon] the position after the colon
 */
/**
 * @typedef {object} Node_
 * @property {"map" | "list" | "scalar"} type
 * @property {Slot[]} slots
 * @property {number} column where its keys or dashes stand
 * @property {number} from
 * @property {number} to
 * @property {boolean} flow between brackets
 * @property {boolean} [closed]
 * @property {Slot | null} [slot] the slot whose value this is
 * @property {string} [text] of a scalar
 * @property {boolean} [quoted]
 * @property {boolean} [loose] a text on a line of its own, which may be the beginning of a key
 */
/** @typedef {{from: number, to: number, root: Slot}} Document_ */

/** The way from the document to a slot: keys, and numbers of items. @param {Slot} slot @returns {(string | number)[]} */
export function pathOf(slot) {
  const path = [];
  for (let at = /** @type {Slot | null | undefined} */ (slot); at && at.key !== null; at = at.parent?.slot) path.unshift(at.key);
  return path;
}

/** What stands at a path. @param {Slot | Node_ | null | undefined} start @param {...(string | number)} path @returns {Node_ | null} */
export function find(start, ...path) {
  let node = start && "value" in start ? start.value : /** @type {Node_ | null} */ (start ?? null);
  for (const key of path) node = node?.slots.find((slot) => slot.key === key)?.value ?? null;
  return node;
}

/** The text of the scalar at a path. @param {Slot | Node_ | null | undefined} start @param {...(string | number)} path */
export function textAt(start, ...path) {
  const node = find(start, ...path);
  return node?.type === "scalar" ? (node.text ?? "") : "";
}

/** The slot whose key or value a position is on. @param {Document_[]} documents @param {number} pos */
export function slotAt(documents, pos) {
  for (const document of documents) {
    if (pos < document.from || pos > document.to) continue;
    const found = deepest(document.root.value, pos);
    if (found) return { ...found, document };
  }
  return null;
}

/** @param {Node_ | null} node @param {number} pos @returns {{slot: Slot, part: "key" | "value", from: number, to: number} | null} */
function deepest(node, pos) {
  for (const slot of node?.slots ?? []) {
    if (typeof slot.key === "string" && slot.from <= pos && pos <= slot.to) return { slot, part: "key", from: slot.from, to: slot.to };
    const { value } = slot;
    if (value?.type === "scalar" && value.from <= pos && pos <= value.to && value.to > value.from) return { slot, part: "value", from: value.from, to: value.to };
    const inner = value && value.type !== "scalar" ? deepest(value, pos) : null;
    if (inner) return inner;
  }
  return null;
}
