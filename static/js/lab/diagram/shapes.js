// The signs of the drawing. Each takes what it shows and gives SVG elements around its own origin.
import { s } from "../dom.js";

/** @typedef {import("../dom.js").Attributes} Attributes */

const pen = document.createElement("canvas").getContext("2d");
/** @type {Map<string, number>} */
const widths = new Map();

/** The kinds of text in the drawing; diagram.css says the same. */
const FONTS = { name: "650 12.5px", small: "400 12px", strong: "600 12px" };

/** @param {string} text @param {keyof typeof FONTS} kind */
export function widthOf(text, kind) {
  const key = `${kind} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (pen) pen.font = `${FONTS[kind]} ${getComputedStyle(document.body).fontFamily}`;
    width = pen?.measureText(text).width ?? text.length * 7;
    if (widths.size > 2000) widths.clear();
    widths.set(key, width);
  }
  return width;
}

/**
 * Shorten in the middle until it fits: the end of a pod's name tells it from its siblings.
 * @param {string} text
 * @param {number} room
 * @param {keyof typeof FONTS} kind
 */
export function fit(text, room, kind) {
  // No shorter than its shortest form: it would only say less in the same room.
  if (text.length <= 6 || widthOf(text, kind) <= room) return text;
  for (let most = text.length - 1; most > 5; most -= 1) {
    const tail = Math.max(5, Math.floor(most / 3));
    const head = most - tail;
    const shorter = `${text.slice(0, Math.max(0, head))}…${text.slice(-tail)}`;
    if (widthOf(shorter, kind) <= room) return shorter;
  }
  return `…${text.slice(-5)}`;
}

/** @param {number} r */
function hexagon(r) {
  const half = r * 0.56;
  const y = r * 0.9;
  return `M${-half} ${-y}H${half}L${r * 1.06} 0L${half} ${y}H${-half}L${-r * 1.06} 0Z`;
}

const SHAPES = {
  /** @param {number} r */
  nodePort: (r) => s("path", { d: hexagon(r), class: "shape" }),
  /** @param {number} r */
  port: (r) => s("circle", { r: r * 0.92, class: "shape" }),
  /** @param {number} r */
  targetPort: (r) => s("rect", { x: -r * 0.85, y: -r * 0.85, width: r * 1.7, height: r * 1.7, rx: 3, class: "shape" }),
};
const LETTERS = { nodePort: "N", port: "P", targetPort: "T" };

/**
 * A port's sign, the same everywhere: hexagon N, circle P, square T.
 * @param {keyof typeof SHAPES} role
 * @param {{r: number, port: string, address: string, number: number, service?: string | null, hollow?: boolean, title?: string}} about
 */
export function socket(role, { r, port, address, number, service, hollow, title }) {
  const halo = SHAPES[role](r + 5);
  halo.setAttribute("class", "halo");
  return s(
    "g",
    {
      class: hollow ? "socket hollow" : "socket",
      "data-role": role, "data-port": port, "data-service": service ?? null,
      "data-address": address, "data-number": number,
    },
    ...(title ? [s("title", {}, title)] : []),
    halo,
    SHAPES[role](r),
    s("text", { class: "letter", y: 0.5, "font-size": r * 0.86 }, LETTERS[role]),
  );
}

/** @param {string} text @param {Attributes} [attributes] */
export function label(text, attributes = {}) {
  return s("text", attributes, text);
}

/** A rounded box. @param {number} w @param {number} h @param {Attributes} [attributes] */
export function box(w, h, attributes = {}) {
  return s("rect", { width: Math.max(0, w), height: Math.max(0, h), rx: 10, ...attributes });
}
