// The packet in the drawing at one moment: its course, its dot, its card, and how it ended. Everything follows from
// (timeline, time), so playing, stepping and scrubbing are the same thing.
import { s, wantsCalm } from "../dom.js";
import { at } from "../player/timeline.js";
import { Card } from "./card.js";
import { pathOf, upTo } from "./curves.js";
import { machinesOf, stopsOf } from "./routes.js";
import { box, fit, label } from "./shapes.js";

/** @typedef {import("../player/timeline.js").Timeline} Timeline */
/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./routes.js").Stop} Stop */

const LOST = new Set(["dropped", "no-route"]);
const REFUSALS = new Set(["rejected", "refused"]);

/** @param {number} t */
function ease(t) {
  return t < 0.5 ? 2 * t * t : 1 - (-2 * t + 2) ** 2 / 2;
}

export class PacketView {
  /** @param {import("./draw.js").Drawing} drawing @param {HTMLElement} overlay */
  constructor(drawing, overlay) {
    this.ahead = s("path", { class: "course ahead" });
    this.back = s("path", { class: "course" });
    this.done = s("path", { class: "course", "data-leg": "request" });
    this.leader = s("line", { class: "leader" });
    this.glow = s("circle", { class: "packet-glow", r: 15 });
    this.dot = s("circle", { class: "packet-dot", r: 7.5 });
    this.stopSign = s("g", { class: "stop-sign" }, s("path", { d: "M-4.6 -11h9.2L11 -4.6v9.2L4.6 11h-9.2L-11 4.6v-9.2z" }), s("path", { class: "bar", d: "M-5.5 0h11" }));
    this.machine = s("g");
    this.lostSign = s("g", { class: "lost-sign" }, s("circle", { r: 12 }), s("path", { d: "M-4 -4L4 4M4 -4L-4 4" }));
    drawing.layers.route.append(this.ahead, this.back, this.done);
    drawing.layers.front.append(this.machine);
    drawing.layers.packet.append(this.leader, this.stopSign, this.lostSign, this.glow, this.dot);
    this.card = new Card();
    this.overlay = overlay;
    overlay.append(this.card.element);
    /** @type {Timeline | null} */
    this.timeline = null;
    /** @type {Stop[]} */
    this.stops = [];
    this.clear();
  }

  clear() {
    this.timeline = null;
    this.stops = [];
    for (const path of [this.ahead, this.back, this.done]) path.setAttribute("d", "");
    for (const element of [this.dot, this.glow, this.leader, this.stopSign, this.lostSign]) element.setAttribute("visibility", "hidden");
    this.machine.replaceChildren();
    this.card.hide();
  }

  /** @param {Layout} plan @param {Timeline} timeline @param {number} scale of the drawing on the page */
  load(plan, timeline, scale) {
    this.plan = plan;
    this.scale = scale;
    this.timeline = timeline;
    const hops = timeline.steps.map((step) => step.hop);
    this.stops = stopsOf(plan, hops);
    this.drawMachine(plan, machinesOf(plan, hops));
    this.card.shown = "";
    const points = (/** @type {Stop[]} */ stops) => pathOf(stops.flatMap((stop) => stop.course.points));
    this.ahead.setAttribute("d", points(this.stops));
    for (const element of [this.dot, this.glow]) element.setAttribute("visibility", "visible");
  }

  /** @param {number} time @returns {import("./layout.js").Point | null} where the packet is */
  render(time) {
    const { timeline, plan } = this;
    if (!timeline || !plan) return null;
    const { step, flown, stayed } = at(timeline, time);
    const stop = this.stops[step.index];
    const share = ease(flown);
    const travelled = upTo(stop.course, share);
    const here = travelled[travelled.length - 1];
    const { leg } = step.hop;

    const legs = { request: "", back: "" };
    this.stops.slice(0, step.index).forEach(({ course }, index) => {
      legs[timeline.steps[index].hop.leg === "request" ? "request" : "back"] += pathOf(course.points);
    });
    legs[leg === "request" ? "request" : "back"] += pathOf(travelled);
    this.done.setAttribute("d", legs.request);
    this.back.setAttribute("d", legs.back);
    this.back.setAttribute("data-leg", leg);

    const { ending } = timeline.branch;
    const last = step.index === timeline.steps.length - 1;
    const lost = last && LOST.has(ending.kind) ? Math.max(0, (stayed - 0.35) / 0.65) : 0;
    this.moveDot(here, leg, lost);
    this.showStop(step.index);
    const next = timeline.steps[step.index + 1];
    this.card.show(step, next, wantsCalm() ? 1 : stayed, last && stayed > 0.3 ? ending : null);
    this.placeCard(step.index, share, here);
    return here;
  }

  /** @param {Layout} plan @param {string[]} names */
  drawMachine({ elsewhere: { x, y, w, h } }, names) {
    this.machine.setAttribute("transform", `translate(${x} ${y})`);
    if (names.length === 0) this.machine.replaceChildren();
    else this.machine.replaceChildren(box(w, h, { class: "client" }), label(fit(names.join(", "), w - 12, "small"), { x: w / 2, y: h / 2 + 4, class: "small middle" }));
  }

  /** @param {import("./layout.js").Point} here @param {string} leg @param {number} lost */
  moveDot({ x, y }, leg, lost) {
    for (const circle of [this.dot, this.glow]) {
      circle.setAttribute("cx", x.toFixed(1));
      circle.setAttribute("cy", y.toFixed(1));
      circle.setAttribute("data-leg", leg);
    }
    // A lost packet dissolves where it died; a sign stays.
    this.dot.classList.toggle("lost", lost > 0);
    this.dot.setAttribute("r", (7.5 + lost * 14).toFixed(1));
    this.dot.setAttribute("opacity", (1 - lost).toFixed(2));
    this.glow.setAttribute("opacity", lost ? "0" : "0.2");
    this.lostSign.setAttribute("visibility", lost ? "visible" : "hidden");
    this.lostSign.setAttribute("opacity", lost.toFixed(2));
    this.lostSign.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  }

  /** Where somebody said no, the sign stays while the refusal travels back. @param {number} index */
  showStop(index) {
    const no = this.timeline?.steps.findIndex(({ hop }) => REFUSALS.has(hop.event)) ?? -1;
    const shown = no >= 0 && index >= no;
    this.stopSign.setAttribute("visibility", shown ? "visible" : "hidden");
    if (!shown) return;
    const { x, y } = this.stops[no].station;
    this.stopSign.setAttribute("transform", `translate(${x} ${y})`);
  }

  /** In a narrow drawing no slot is wide enough: the card has its own place beneath. @param {boolean} docked */
  dock(docked) {
    const { element } = this.card;
    if (element.classList.contains("docked") === docked) return;
    element.classList.toggle("docked", docked);
    if (docked) this.overlay.after(element);
    else this.overlay.append(element);
  }

  /**
   * The card stands in the slot that the layout keeps free at each place, and travels from slot to slot.
   * @param {number} index
   * @param {number} share
   * @param {import("./layout.js").Point} here
   */
  placeCard(index, share, here) {
    const { plan, card, scale = 1 } = this;
    if (!plan) return;
    const width = card.width / scale;
    const height = card.height / scale;
    this.dock(!plan.wide);
    if (!plan.wide) {
      this.leader.setAttribute("visibility", "hidden");
      return;
    }
    const spot = (/** @type {Stop} */ { station }) => {
      const { slot } = station;
      const most = Math.max(slot.x, slot.x + slot.w - width);
      return { x: Math.min(Math.max(station.x - width / 2, slot.x), most), y: slot.y + slot.h - height };
    };
    const to = spot(this.stops[index]);
    const from = index ? spot(this.stops[index - 1]) : to;
    const x = Math.max(4, from.x + (to.x - from.x) * share);
    const y = Math.max(2, from.y + (to.y - from.y) * share);
    card.element.style.transform = `translate(${(x * scale).toFixed(1)}px, ${(y * scale).toFixed(1)}px)`;
    const foot = Math.min(Math.max(here.x, x + 10), x + width - 10);
    const under = here.y > y + height / 2;
    this.leader.setAttribute("visibility", "visible");
    for (const [name, number] of Object.entries({ x1: foot, y1: under ? y + height : y, x2: here.x, y2: here.y + (under ? -8 : 8) })) {
      this.leader.setAttribute(name, number.toFixed(1));
    }
  }
}
