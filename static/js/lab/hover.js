// Point at a port anywhere, and the same port lights up everywhere.
//
// Whatever shows a port carries data-role (which of the three) and data-port (its number and its name, if it has
// one); data-service says whose it is, where that is known. The editor lives in a shadow root and takes part by
// listening to the topic.
import { Topic } from "./store.js";

/** @typedef {{role: string, ports: string[], service: string | null}} Pointed */

export const pointed = new Topic(/** @type {Pointed | null} */ (null));

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

/** @param {Event} event */
function find(event) {
  const element = event.composedPath().find((item) => item instanceof Element && item.hasAttribute("data-port"));
  return element instanceof Element ? portOf(element) : null;
}

function paint() {
  for (const element of document.querySelectorAll("[data-role][data-port]")) {
    const its = portOf(element);
    element.classList.toggle("lit", Boolean(pointed.value && its && same(pointed.value, its)));
  }
}

/** Listen to pointer and focus on the whole page. */
export function startHover() {
  /** @param {Event} event */
  const move = (event) => {
    const now = find(event);
    if (JSON.stringify(now) === JSON.stringify(pointed.value)) return;
    pointed.set(now);
  };
  document.addEventListener("pointerover", move);
  document.addEventListener("focusin", move);
  document.addEventListener("pointerleave", () => pointed.set(null));
  pointed.watch(paint);
}
