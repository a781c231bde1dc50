// The signs of the endings: answered (tick), refused (stop), dropped (dotted ring), no route (broken line).
import { s } from "./dom.js";

const PATHS = {
  answered: ["M4 12.5 9.5 18 20 6.5"],
  refused: ["M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z", "M8 12h8"],
  "wrong-protocol": ["M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z", "M9 9l6 6M15 9l-6 6"],
  dropped: ["M12 3a9 9 0 1 1-.01 0", "M9 9l6 6M15 9l-6 6"],
  "no-route": ["M2 12h6", "M16 12h6", "M10 7l4 10"],
};

/** @param {string} kind */
export function sign(kind) {
  const paths = PATHS[/** @type {keyof typeof PATHS} */ (kind)];
  if (!paths) throw new Error(`no sign for the ending "${kind}"`);
  const drawn = paths.map((d, index) => s("path", { d, "stroke-dasharray": kind === "dropped" && index === 0 ? "1.5 4" : null }));
  return s("svg", { viewBox: "0 0 24 24", class: "sign", "aria-hidden": "true" }, ...drawn);
}
