// Where a field stands in the manifests, by its path: `spec.selector`, `spec.ports.0.nodePort`.
import { documentsOf } from "./neighbours.js";
import { find } from "./yaml/tree.js";

/** @typedef {{from: number, to: number}} Span */

/**
 * The places of the fields in the first of the files that has any of them.
 * @param {string[]} fields
 * @param {import("../types.js").File_[]} files
 * @returns {{name: string | null, spans: Span[]}}
 */
export function placesOf(fields, files) {
  const paths = fields.map((field) => field.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key)));
  for (const file of files) {
    const spans = documentsOf([file]).flatMap(({ root }) => paths.flatMap((path) => spanOf(root, path)));
    if (spans.length > 0) return { name: file.name, spans };
  }
  return { name: null, spans: [] };
}

/**
 * Where a field and its value stand.
 * @param {import("./yaml/tree.js").Slot} root
 * @param {(string | number)[]} path
 * @returns {Span[]}
 */
function spanOf(root, path) {
  const slot = find(root, ...path.slice(0, -1))?.slots.find(({ key }) => key === path[path.length - 1]);
  return slot ? [{ from: slot.from, to: Math.max(slot.end, lastOf(slot.value)) }] : [];
}

/** Where the last word of a value ends. @param {import("./yaml/tree.js").Node_ | null} node @returns {number} */
function lastOf(node) {
  if (!node) return 0;
  return Math.max(node.type === "scalar" || node.flow ? node.to : 0, ...node.slots.map((slot) => Math.max(slot.to, lastOf(slot.value))));
}
