// Courses as points: lines and cubic curves, sampled once, so that a position on them is a look-up.

/** @typedef {import("./layout.js").Point} Point */
/** @typedef {{points: Point[], lengths: number[], length: number}} Course */

const SAMPLES = 28;

/** @param {Point} a @param {Point} c1 @param {Point} c2 @param {Point} b @returns {Point[]} */
export function cubic(a, c1, c2, b) {
  return Array.from({ length: SAMPLES }, (_, index) => {
    const t = (index + 1) / SAMPLES;
    const u = 1 - t;
    const mix = (/** @type {"x" | "y"} */ k) => u ** 3 * a[k] + 3 * u * u * t * c1[k] + 3 * u * t * t * c2[k] + t ** 3 * b[k];
    return { x: mix("x"), y: mix("y") };
  });
}

/** @param {Point[]} points @returns {Course} */
export function course(points) {
  let length = 0;
  const lengths = points.map((point, index) => {
    if (index) length += Math.hypot(point.x - points[index - 1].x, point.y - points[index - 1].y);
    return length;
  });
  return { points, lengths, length };
}

/**
 * The points up to a share of the course; the last one is where a traveller stands.
 * @param {Course} course
 * @param {number} share
 * @returns {Point[]}
 */
export function upTo({ points, lengths, length }, share) {
  const goal = length * share;
  const next = lengths.findIndex((reached) => reached >= goal);
  if (next <= 0) return points.slice(0, 1);
  const a = points[next - 1];
  const b = points[next];
  const span = lengths[next] - lengths[next - 1] || 1;
  const part = (goal - lengths[next - 1]) / span;
  return [...points.slice(0, next), { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part }];
}

/** @param {Point[]} points */
export function pathOf(points) {
  return points.map(({ x, y }, index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}
