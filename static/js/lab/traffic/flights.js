// The stream in the drawing: each request flies its way as a dot, over the drawing, on a canvas of its own.
import { course, upTo } from "../diagram/curves.js";
import { stopsOf } from "../diagram/routes.js";
import { wantsCalm } from "../dom.js";
import { fate } from "./stream.js";

const FLIGHT = 900;
const FADE = 420;

/** @typedef {{course: import("../diagram/curves.js").Course, hops: import("../types.js").Hop[], kind: string, began: number}} Flight */

export class Flights {
  /** @param {import("../diagram/stage.js").Stage} stage @param {import("./strip.js").Strip} strip whose colours are taken */
  constructor(stage, strip) {
    this.stage = stage;
    this.strip = strip;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "flights";
    this.canvas.setAttribute("aria-hidden", "true");
    this.pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    stage.element.prepend(this.canvas);
    /** @type {Flight[]} */
    this.flying = [];
    /** @type {Map<import("../types.js").Hop[], import("../diagram/curves.js").Course>} */
    this.courses = new Map();
    /** @type {unknown} */
    this.plan = null;
  }

  /** @param {import("./stream.js").Sent[]} sent @param {import("../types.js").Hop[][]} ways */
  send(sent, ways) {
    if (!this.stage.plan || wantsCalm()) return;
    const now = performance.now();
    for (const { kind, way } of sent) this.flying.push({ course: this.courseOf(ways[way]), hops: ways[way], kind, began: now });
  }

  /** @param {import("../types.js").Hop[]} hops */
  courseOf(hops) {
    const { plan } = this.stage;
    if (plan !== this.plan) {
      this.courses.clear();
      this.plan = plan;
    }
    let found = this.courses.get(hops);
    if (!found && plan) {
      found = course(stopsOf(plan, hops).flatMap((stop) => stop.course.points));
      this.courses.set(hops, found);
    }
    return found ?? course([]);
  }

  /** Where the drawing has moved meanwhile, what is under way flies to where its pod is now; a pod that is gone is remembered. */
  follow() {
    const { plan } = this.stage;
    if (!plan || plan === this.plan) return;
    const drawn = new Set(plan.lanes.flatMap(({ node, pods }) => [node.name, ...pods.map(({ pod }) => `${pod.namespace}/${pod.name}`)]));
    const outside = new Set(["client", "router", "balancer"]);
    for (const flight of this.flying) {
      if (flight.hops.every(({ place }) => drawn.has(place) || outside.has(place))) flight.course = this.courseOf(flight.hops);
    }
  }

  /** @param {number} now */
  draw(now) {
    const { canvas, pen, stage } = this;
    const { clientWidth: width, clientHeight: height, scrollLeft, scrollTop } = stage.element;
    if (canvas.width !== width * devicePixelRatio || canvas.height !== height * devicePixelRatio) {
      canvas.width = width * devicePixelRatio;
      canvas.height = height * devicePixelRatio;
      canvas.style.inlineSize = `${width}px`;
      canvas.style.blockSize = `${height}px`;
      canvas.style.marginBlockEnd = `${-height}px`;
    }
    this.follow();
    const scale = stage.scale * devicePixelRatio;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.setTransform(scale, 0, 0, scale, -scrollLeft * devicePixelRatio, -scrollTop * devicePixelRatio);
    this.flying = this.flying.filter(({ began }) => now - began < FLIGHT + FADE);
    for (const { course: way, kind, began } of this.flying) {
      const flown = Math.max(0, Math.min(1, (now - began) / FLIGHT));
      const travelled = upTo(way, flown);
      const { x, y } = travelled[travelled.length - 1];
      const gone = Math.max(0, (now - began - FLIGHT) / FADE);
      const colour = this.strip.colour?.[fate(kind)] ?? "";
      pen.globalAlpha = 1 - gone;
      pen.beginPath();
      if (gone && fate(kind) === "refused") pen.rect(x - 6, y - 6, 12, 12);
      else pen.arc(x, y, 3.6 + gone * (kind === "answered" ? 4 : 9), 0, Math.PI * 2);
      if (gone && fate(kind) === "lost") {
        pen.strokeStyle = colour;
        pen.lineWidth = 2;
        pen.stroke();
      } else {
        pen.fillStyle = colour;
        pen.fill();
      }
    }
    pen.globalAlpha = 1;
  }

  clear() {
    this.flying = [];
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  stop() {
    this.flying = [];
    this.canvas.remove();
  }
}
