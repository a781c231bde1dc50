// Point at a thing anywhere, and the same thing lights up everywhere: with the pointer, or with the keyboard's focus.
//
// Whatever shows a port carries data-role (which of the three) and data-port (its number and its name, if it has
// one); data-service says whose it is, where that is known. Whatever shows a place, a Service or an address carries
// data-thing, a list of what it stands for: `place:node1`, `place:default/web-1`, `service:default/web`,
// `address:10.1.0.5`. The editor lives in a shadow root and takes part by listening to the topics.
import { Topic } from "./store.js";

/** @typedef {{role: string, ports: string[], service: string | null}} Pointed */

export const pointed = new Topic(/** @type {Pointed | null} */ (null));
/** What else is pointed at. */
export const things = new Topic(/** @type {string[]} */ ([]));

/** @param {Element} element @returns {Pointed | null} */
export function portOf(element) {
  const role = element.getAttribute("data-role");
  const ports = element.getAttribute("data-port");
  return role && ports ? { role, ports: ports.split(" "), service: element.getAttribute("data-service") } : null;
}

/** @param {Pointed} one @param {Pointed} other */
export function same(one, other) {
  return (
    one.role === other.role &&
    one.ports.some((port) => other.ports.includes(port)) &&
    (!one.service || !other.service || one.service === other.service)
  );
}

/** The nearest of an event's elements that carries an attribute. @param {Event} event @param {string} attribute */
function nearest(event, attribute) {
  const found = event.composedPath().find((item) => item instanceof Element && item.hasAttribute(attribute));
  return found instanceof Element ? found : null;
}

function paint() {
  for (const element of document.querySelectorAll("[data-role][data-port]")) {
    const its = portOf(element);
    element.classList.toggle("lit", Boolean(pointed.value && its && same(pointed.value, its)));
  }
}

function paintThings() {
  const now = new Set(things.value);
  for (const element of document.querySelectorAll("[data-thing]")) {
    const its = element.getAttribute("data-thing")?.split(" ") ?? [];
    element.classList.toggle("lit-thing", its.some((thing) => now.has(thing)));
  }
}

/** Listen to pointer and focus on the whole page. */
export function startHover() {
  /** @param {Event} event */
  const move = (event) => {
    const port = nearest(event, "data-port");
    const its = port && portOf(port);
    if (JSON.stringify(its) !== JSON.stringify(pointed.value)) pointed.set(its);
    // A row that is focused stands for what it shows, as if each of its things were pointed at.
    const thing = nearest(event, "data-thing")?.getAttribute("data-thing") ?? "";
    if (thing !== things.value.join(" ")) things.set(thing ? thing.split(" ") : []);
  };
  document.addEventListener("pointerover", move);
  document.addEventListener("focusin", move);
  document.addEventListener("pointerleave", () => {
    pointed.set(null);
    things.set([]);
  });
  pointed.watch(paint);
  things.watch(paintThings);
}
