// The strip: every request of the last seconds as a mark, in a row of its pod or of its fate. A canvas, drawn once a frame.
import { byId } from "../dom.js";
import { say } from "../words.js";
import { WINDOW, fate } from "./stream.js";

const ROW = 15;
const TOP = 3;
const LABEL = 108;
const MOST_PODS = 6;

export class Strip {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    /** Pods in the order in which they were first met, so that no row jumps. @type {string[]} */
    this.pods = [];
    /** @type {number[]} */
    this.marks = [];
    this.width = 0;
    this.height = 0;
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.colours();
    // The theme may change while it runs.
    new MutationObserver(() => this.colours()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.colours());
    this.resize();
  }

  colours() {
    // Tokens are light-dark() pairs: only a property that takes them says which of the two is meant.
    const probe = byId("traffic-probe");
    const colour = (/** @type {string} */ name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    this.colour = { answered: colour("good"), refused: colour("bad"), lost: colour("warn"), line: colour("line"), text: colour("muted"), ink: colour("ink") };
    this.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || (width === this.width && height === this.height)) return;
    this.width = width;
    this.height = height;
    this.canvas.width = width * devicePixelRatio;
    this.canvas.height = height * devicePixelRatio;
  }

  /** Something happened in the cluster. @param {number} time of the stream */
  mark(time) {
    this.marks.push(time);
  }

  /** @param {import("./stream.js").Stream} stream */
  rows(stream) {
    const met = new Set(stream.sent.filter(({ kind, pod }) => kind === "answered" && pod).map(({ pod }) => pod));
    this.pods = [...this.pods.filter((pod) => met.has(pod)), ...[...met].filter((pod) => !this.pods.includes(pod))];
    return Math.max(1, Math.min(this.pods.length, MOST_PODS)) + 2;
  }

  /** @param {import("./stream.js").Stream} stream */
  draw(stream) {
    const rows = this.rows(stream);
    const wanted = rows * ROW + TOP * 2;
    if (this.height !== wanted) {
      this.canvas.style.blockSize = `${wanted}px`;
      this.resize();
    }
    const { pen, width, height, colour } = this;
    if (!width || !colour) return;
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const scale = (width - LABEL - 8) / WINDOW;
    const x = (/** @type {number} */ time) => width - 8 - (stream.time - time) * scale;
    const y = (/** @type {number} */ row) => TOP + row * ROW + ROW / 2;
    pen.fillStyle = colour.line;
    this.marks = this.marks.filter((time) => time > stream.time - WINDOW);
    for (const time of this.marks) pen.fillRect(Math.round(x(time)), 0, 1, height);
    for (let row = 0; row < rows; row += 1) pen.fillRect(LABEL, y(row), width - LABEL, 0.5);
    this.labels(rows, y);
    this.dots(stream, rows, x, y);
  }

  /** @param {number} rows @param {(row: number) => number} y */
  labels(rows, y) {
    const { pen, colour, pods } = this;
    if (!colour) return;
    pen.font = this.font ?? "";
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    const shown = pods.slice(0, rows - 2).map((pod, row) => (row === MOST_PODS - 1 && pods.length > MOST_PODS ? say("traffic-other-pods", { count: pods.length - row }) : short(pod)));
    pen.fillStyle = colour.ink;
    for (const [row, name] of (shown.length ? shown : [say("traffic-answered")]).entries()) pen.fillText(name, LABEL - 8, y(row));
    pen.fillStyle = colour.refused;
    pen.fillText(say("traffic-refused"), LABEL - 8, y(rows - 2));
    pen.fillStyle = colour.lost;
    pen.fillText(say("traffic-lost"), LABEL - 8, y(rows - 1));
  }

  /**
   * A mark's form says what its colour says: a disc, a bar across, a ring.
   * @param {import("./stream.js").Stream} stream
   * @param {number} rows
   * @param {(time: number) => number} x
   * @param {(row: number) => number} y
   */
  dots({ sent }, rows, x, y) {
    const { pen, colour } = this;
    if (!colour) return;
    const paths = { answered: new Path2D(), refused: new Path2D(), lost: new Path2D() };
    for (const { time, kind, pod } of sent) {
      const at = x(time);
      if (at < LABEL + 3) continue;
      const end = fate(kind);
      if (end === "answered") {
        const row = y(Math.min(Math.max(0, this.pods.indexOf(pod)), rows - 3));
        paths.answered.moveTo(at + 3, row);
        paths.answered.arc(at, row, 3, 0, Math.PI * 2);
      } else if (end === "refused") paths.refused.rect(at - 1.5, y(rows - 2) - 5, 3, 10);
      else {
        paths.lost.moveTo(at + 3.4, y(rows - 1));
        paths.lost.arc(at, y(rows - 1), 3.4, 0, Math.PI * 2);
      }
    }
    pen.fillStyle = colour.answered;
    pen.fill(paths.answered);
    pen.fillStyle = colour.refused;
    pen.fill(paths.refused);
    pen.strokeStyle = colour.lost;
    pen.lineWidth = 1.6;
    pen.stroke(paths.lost);
  }
}

/** The end of a pod's name tells it from its siblings. @param {string} pod */
export function short(pod) {
  const name = pod.split("/").pop() ?? pod;
  return name.length > 15 ? `…${name.slice(-12)}` : name;
}
