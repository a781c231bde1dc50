// The drawing's room: draws the snapshot, redraws when the room changes, carries the packet, and says what was clicked.
import { byId, h } from "../dom.js";
import { say } from "../words.js";
import { Drawing } from "./draw.js";
import { layout } from "./layout.js";
import { PacketView } from "./packet.js";
import { Paths } from "./paths.js";
import { scene } from "./scene.js";
import { startCursor } from "./cursor.js";
import { startZoom } from "./zoom.js";

/** @typedef {import("../types.js").Snapshot} Snapshot */
/** @typedef {import("../player/timeline.js").Timeline} Timeline */

/** The narrowest room in which nodes are lanes from left to right: drawn as in a room of WIDE, and smaller. */
const NARROW = 680;
const WIDE = 840;
/** Smaller than this nothing is drawn: then the drawing scrolls. */
const SMALLEST = 0.8;
const LARGEST = 3;

export class Stage {
  /**
   * @param {(address: string, port: number, role: string) => void} choose what a click on a port does
   * @param {HTMLElement} element where it is drawn: a page may have several
   */
  constructor(choose, element = byId("stage")) {
    this.element = element;
    this.drawing = new Drawing();
    this.hint = h("p", { class: "stage-empty", hidden: true });
    this.element.append(this.drawing.svg, this.hint);
    this.paths = new Paths(this.drawing);
    this.packet = new PacketView(this.drawing, this.element);
    /** @type {Snapshot | null} */
    this.snapshot = null;
    /** @type {Timeline | null} */
    this.timeline = null;
    this.time = 0;
    /** @type {{address: string, port: number | null} | null} */
    this.target = null;
    this.size = { width: 0, height: 0 };
    this.scale = 1;
    this.zoom = 1;
    this.fitted = false;
    this.focused = "";
    startZoom(this);
    startCursor(this);
    new ResizeObserver(() => this.resized()).observe(this.element);
    this.drawing.svg.addEventListener("click", (event) => {
      const socket = /** @type {Element} */ (event.target).closest("[data-address]");
      const { address, number, role } = /** @type {SVGElement | null} */ (socket)?.dataset ?? {};
      if (address && role) choose(address, Number(number), role);
    });
  }

  resized() {
    const { clientWidth: width, clientHeight: height } = this.element;
    const narrow = isNarrow(width);
    // In a narrow window the drawing's own height is what the room is made of: only the width counts.
    if (!width || (width === this.size.width && (narrow || height === this.size.height))) return;
    this.size = { width, height };
    if (this.fitted) this.zoom = this.smallest();
    this.draw(false);
  }

  /** @param {Snapshot | null} snapshot */
  show(snapshot) {
    this.snapshot = snapshot;
    if (this.size.width) this.draw(true);
  }

  /** @param {boolean} animate */
  draw(animate) {
    const { snapshot, size } = this;
    if (!snapshot) return;
    const { plan, scale, natural } = fitting(snapshot, size, Math.min(1, this.zoom));
    this.plan = plan;
    this.natural = natural;
    this.scale = scale * Math.max(1, this.zoom);
    const { svg } = this.drawing;
    svg.setAttribute("viewBox", `0 0 ${plan.width} ${plan.height}`);
    this.resize();
    svg.dataset.room = String(size.width);
    svg.setAttribute("aria-label", describe(snapshot));
    this.drawing.update(scene(plan, snapshot), animate);
    this.drawing.focus(this.focused);
    this.paths.draw(plan);
    this.mark();
    this.showHint(snapshot, plan);
    if (this.timeline) {
      this.packet.load(plan, this.timeline, this.scale);
      this.packet.render(this.time);
    }
  }

  /** The drawing is as large as its zoom says; what is larger than the room scrolls. */
  resize() {
    const { plan, zoom, scale } = this;
    if (!plan) return;
    const { svg } = this.drawing;
    svg.style.height = `${Math.floor(plan.height * scale)}px`;
    svg.style.inlineSize = zoom <= 1 ? "" : `${Math.floor(plan.width * scale)}px`;
    this.element.toggleAttribute("data-zoomed", zoom > 1);
    // One stop on the way of Tab: within, the arrow keys go on (cursor.js).
    this.element.tabIndex = 0;
  }

  /**
   * Larger or smaller, around a point of the room.
   * @param {number} factor
   * @param {{x: number, y: number}} [around] its middle unless said
   */
  zoomBy(factor, around) {
    const { element, size, plan } = this;
    if (!plan) return;
    const before = this.zoom;
    this.fitted = false;
    this.zoom = Math.max(this.smallest(), Math.min(LARGEST, before * factor));
    // Near its natural size the drawing snaps to it: text is sharpest there.
    if (Math.abs(this.zoom - 1) < 0.04) this.zoom = 1;
    const { x, y } = around ?? { x: size.width / 2, y: element.clientHeight / 2 };
    const left = ((element.scrollLeft + x) / before) * this.zoom - x;
    const top = ((element.scrollTop + y) / before) * this.zoom - y;
    this.draw(false);
    element.scrollLeft = left;
    element.scrollTop = top;
  }

  /** The zoom at which all of the drawing is seen. */
  smallest() {
    const { snapshot, size } = this;
    if (!snapshot || isNarrow(size.width)) return 1;
    const { plan, scale } = fitting(snapshot, size, 1);
    return Math.min(1, size.height / (plan.height * scale));
  }

  fit() {
    this.fitted = true;
    this.zoom = this.smallest();
    this.draw(false);
    this.element.scrollTo(0, 0);
  }

  /** One Service stands out, what is not its own steps back. @param {string} service namespace/name, or nothing for all */
  focusOn(service) {
    this.focused = service;
    this.drawing.focus(service);
  }

  /** @param {Timeline | null} timeline */
  play(timeline) {
    this.timeline = timeline;
    if (timeline && this.plan) this.packet.load(this.plan, timeline, this.scale);
    else this.packet.clear();
  }

  /** Every way at once, or only the one that is played. @param {import("../types.js").Trace | null} trace */
  showPaths(trace) {
    this.paths.show(trace, this.plan);
  }

  /** @param {number} time */
  render(time) {
    this.time = time;
    const here = this.packet.render(time);
    if (here) this.follow(here.x * this.scale, here.y * this.scale);
  }

  /** Where the drawing is larger than its room, the room goes where the packet goes. @param {number} x @param {number} y */
  follow(x, y) {
    const { plan, scale, size } = this;
    // Asked of what is known: to ask the page would lay it out anew in every frame.
    if (!plan || (this.zoom <= 1 && plan.height * scale <= size.height)) return;
    const { scrollTop, clientHeight, scrollHeight, scrollLeft, clientWidth, scrollWidth } = this.element;
    if (scrollWidth > clientWidth) {
      const aside = Math.min(160, clientWidth / 3);
      if (x < scrollLeft + aside) this.element.scrollLeft = x - aside;
      else if (x > scrollLeft + clientWidth - aside) this.element.scrollLeft = x - clientWidth + aside;
    }
    if (scrollHeight <= clientHeight) return;
    const margin = Math.min(110, clientHeight / 3);
    if (y < scrollTop + margin) this.element.scrollTop = y - margin;
    else if (y > scrollTop + clientHeight - margin) this.element.scrollTop = y - clientHeight + margin;
  }

  /** Mark the port that the request bar aims at. @param {{address: string, port: number | null}} target */
  aim(target) {
    this.target = target;
    this.mark();
  }

  mark() {
    const { target } = this;
    for (const socket of this.drawing.svg.querySelectorAll(".socket")) {
      const { address, number } = /** @type {SVGElement} */ (socket).dataset;
      socket.classList.toggle("chosen", Boolean(target) && address === target?.address && Number(number) === target?.port);
    }
  }

  /** @param {Snapshot} snapshot @param {import("./layout.js").Layout} plan */
  showHint(snapshot, plan) {
    const missing = snapshot.pods.length === 0 ? (plan.bands.length ? "no-pods" : "nothing-applied") : plan.bands.length ? "" : "no-service";
    this.hint.hidden = !missing;
    if (!missing) return;
    this.hint.textContent = say(missing);
    // Where nothing is drawn: left of the cluster, above the client; where the cluster takes the width, beside the client.
    this.hint.style.transform = `translate(${16 * this.scale}px, ${(plan.cluster.y + (plan.wide ? 0 : 4)) * this.scale}px)`;
    this.hint.style.maxInlineSize = plan.wide ? `${(plan.cluster.x - 32) * this.scale}px` : "";
  }
}

/** In a narrow window the drawing's height is its own, and nodes stand beneath one another. @param {number} width */
function isNarrow(width) {
  return width < (window.matchMedia("(min-width: 47.51rem)").matches ? NARROW : WIDE);
}

/**
 * The layout for the room; a drawing that is too tall is scaled, within reason. `natural` is that scale; who wants it still
 * smaller (`less`) gets it, and a layout that fills the room all the same.
 * @param {Snapshot} snapshot
 * @param {{width: number, height: number}} size
 * @param {number} less
 */
function fitting(snapshot, { width, height }, less) {
  if (isNarrow(width)) return { plan: layout(snapshot, width, 0), scale: 1, natural: 1 };
  const most = Math.min(1, width / WIDE);
  let plan = layout(snapshot, width / most, height / most);
  // In a low room lanes that say less are read better than small ones.
  const tight = height > 0 && plan.height * most > height * 1.12;
  if (tight) plan = layout(snapshot, width / most, height / most, true);
  const natural = Math.min(most, Math.max(SMALLEST, plan.height * most <= height ? most : height / plan.height));
  const scale = natural * less;
  return { plan: scale === 1 ? plan : layout(snapshot, width / scale, height / scale, tight), scale, natural };
}

/** The drawing in one sentence. @param {Snapshot} snapshot */
function describe(snapshot) {
  const ports = [...new Set(snapshot.nodes.flatMap((node) => node.openPorts.map((open) => open.port)))];
  const pods = snapshot.pods.map((pod) => `${pod.name} (${pod.node ?? "-"}, ${pod.status})`);
  const services = snapshot.services.map((service) => `${service.name} (${service.type}, ${service.clusterIP ?? "-"})`);
  return say("drawing", {
    nodes: snapshot.nodes.map((node) => node.name).join(", "),
    pods: pods.join(", ") || say("none"),
    services: services.join(", ") || say("none"),
    ports: ports.join(", ") || say("none"),
  });
}
