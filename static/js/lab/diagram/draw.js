// Scene -> SVG, by difference: what has the same key stays the same element and moves to its new place.
import { s, set, wantsCalm } from "../dom.js";

const LAYERS = ["back", "wires", "bands", "nodes", "route", "front", "packet"];
const MANY = 400;
const ENTER = { duration: 420, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" };

/** @typedef {import("./scene.js").Item} Item */
/** @typedef {{element: SVGGElement, item: Item, shown: string}} Drawn */

export class Drawing {
  constructor() {
    this.svg = s("svg", { class: "drawing", role: "img" });
    /** @type {Record<string, SVGGElement>} */
    this.layers = Object.fromEntries(LAYERS.map((name) => [name, s("g", { class: `layer-${name}` })]));
    this.svg.append(...Object.values(this.layers));
    /** @type {Map<string, Drawn>} */
    this.drawn = new Map();
  }

  /**
   * @param {Item[]} items
   * @param {boolean} animate false where only the room has changed
   */
  update(items, animate) {
    const moving = animate && !wantsCalm() && this.drawn.size > 0;
    // Very many things do not glide: they would all be painted in every frame.
    this.svg.classList.toggle("moving", moving && items.length < MANY);
    const keys = new Set(items.map((item) => item.key));
    for (const [key, { element }] of this.drawn) {
      if (!keys.has(key)) {
        this.drawn.delete(key);
        leave(element, moving);
      }
    }
    for (const item of items) this.put(item, moving);
  }

  /** What belongs to other Services steps back. @param {string} service namespace/name, or nothing for all */
  focus(service) {
    for (const { element, item } of this.drawn.values()) {
      element.classList.toggle("aside", Boolean(service && item.of && !item.of.includes(service)));
    }
  }

  /** @param {Item} item @param {boolean} moving */
  put(item, moving) {
    const shown = JSON.stringify(item.shows);
    const known = this.drawn.get(item.key);
    const element = known?.element ?? s("g", { "data-key": item.key });
    if (known?.shown !== shown) redraw(element, item.draw());
    element.style.transform = `translate(${item.x}px, ${item.y}px)`;
    if (!known) {
      this.layers[item.layer].append(element);
      if (moving) element.animate([{ opacity: 0 }, { opacity: 1 }], ENTER);
    } else if (moving && known.shown !== shown && item.layer === "front") {
      element.animate([{ filter: "brightness(1.25)" }, { filter: "none" }], ENTER);
    }
    set(element, { "data-thing": item.thing, "data-about": item.about });
    this.drawn.set(item.key, { element, item, shown });
  }
}

/**
 * Paths that keep their form glide to their new course; everything else is drawn anew.
 * @param {SVGGElement} element
 * @param {Element[]} children
 */
function redraw(element, children) {
  const only = element.children.length === 1 && children.length === 1 ? element.children[0] : null;
  if (only instanceof SVGPathElement && children[0] instanceof SVGPathElement) {
    for (const name of ["d", "class"]) only.setAttribute(name, children[0].getAttribute(name) ?? "");
  } else {
    element.replaceChildren(...children);
  }
}

/** @param {SVGGElement} element @param {boolean} moving */
function leave(element, moving) {
  if (!moving) {
    element.remove();
    return;
  }
  element.setAttribute("data-leaving", "");
  const fading = element.animate([{ opacity: 1 }, { opacity: 0 }], { ...ENTER, fill: "forwards" });
  fading.finished.then(() => element.remove(), () => element.remove());
}
