// A learner's cluster in a few marks: a box for each node, a dot for each pod (full: ready), the door in front, how the last packet ended.
import { s } from "../lab/dom.js";
import { say } from "../lab/words.js";

/** @typedef {{nodes: {up: boolean, ready: number, waiting: number}[], pods: number, ready: number, door: string | null, backed: boolean, end: string | null}} Thumb */

const WIDTH = 26;
const GAP = 3;
const HEIGHT = 30;

/** @param {Thumb | null} thumb @returns {Node | string} */
export function drawn(thumb) {
  if (!thumb) return "";
  const left = 22;
  const right = thumb.end ? 18 : 0;
  const width = left + thumb.nodes.length * (WIDTH + GAP) + right;
  const end = thumb.end && say(thumb.end === "answered" ? "class-thumb-good" : "class-thumb-bad");
  const label = [say("class-thumb", { ready: thumb.ready, pods: thumb.pods }), thumb.door, end].filter(Boolean).join(", ");
  const picture = s("svg", { class: "class-thumb", viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": label });
  if (thumb.door) picture.append(door(thumb));
  thumb.nodes.forEach((node, index) => picture.append(box(node, left + index * (WIDTH + GAP))));
  if (thumb.end) {
    const good = thumb.end === "answered";
    const at = width - 10;
    picture.append(s("path", { class: "class-thumb-end", "data-good": good, d: good ? `M${at - 5} 15l4 4 7-8` : `M${at - 5} 10l9 10m0-10l-9 10` }));
  }
  return picture;
}

/** @param {Thumb} thumb */
function door({ door: kind, backed }) {
  // The signs of the ports: a hexagon where one comes in from outside, a circle within.
  const d = kind === "ClusterIP" ? "M10 7a8 8 0 1 0 0 16a8 8 0 0 0 0-16Z" : "M5.5 7h9l4.5 8-4.5 8h-9L1 15z";
  return s("path", { class: "class-thumb-door", "data-kind": kind, "data-backed": backed, d });
}

/** @param {Thumb["nodes"][number]} node @param {number} x */
function box({ up, ready, waiting }, x) {
  const group = s("g", { class: "class-thumb-node", "data-up": up }, s("rect", { x: x + 0.5, y: 0.5, width: WIDTH - 1, height: HEIGHT - 1, rx: 3 }));
  for (let at = 0; at < Math.min(6, ready + waiting); at++) {
    group.append(s("circle", { cx: x + 6 + (at % 3) * 7, cy: at < 3 ? 10 : 20, r: 2.4, "data-ready": at < ready }));
  }
  return group;
}
