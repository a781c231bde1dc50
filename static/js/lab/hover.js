// Point at a thing anywhere, and the same thing lights up everywhere: with the pointer, or with the keyboard's focus.
//
// Whatever shows a port carries data-role (which of the three) and data-port (its number and its name, if it has
// one); data-service says whose it is, where that is known. Whatever shows something else carries data-thing, a list of what
// it is (`place:node1`, `place:default/web-1`, `service:default/web`, `deployment:default/web`, `ingress:default/web`,
// `address:10.1.0.5`, `label:default/app=web`, `field:Service/default/web:spec.selector`, `rule:node1 …`), and data-about, a
// list of what it belongs to: a pod is about its labels and its Deployment. Two that are about the same are not the same: pods
// of one Deployment do not light one another up, the Deployment lights up all of them, and each of them the Deployment.
// The editor lives in a shadow root and takes part by listening to the topics.
import { Topic } from "./store.js";

/** @typedef {{role: string, ports: string[], service: string | null}} Pointed */
/** @typedef {{is: string[], about: string[]}} Things */

export const pointed = new Topic(/** @type {Pointed | null} */ (null));
/** What else is pointed at. */
export const things = new Topic(/** @type {Things} */ ({ is: [], about: [] }));

/** @param {Element} element @returns {Pointed | null} */
export function portOf(element) {
  const role = element.getAttribute("data-role");
  const ports = element.getAttribute("data-port");
  return role && ports ? { role, ports: ports.split(" "), service: element.getAttribute("data-service") } : null;
}

/** @param {Element | null} element @returns {Things} */
export function thingsOf(element) {
  const list = (/** @type {string} */ name) => element?.getAttribute(name)?.split(" ").filter(Boolean) ?? [];
  return { is: list("data-thing"), about: list("data-about") };
}

/** @param {Pointed} one @param {Pointed} other */
export function same(one, other) {
  return (
    one.role === other.role &&
    one.ports.some((port) => other.ports.includes(port)) &&
    (!one.service || !other.service || one.service === other.service)
  );
}

/** Whether one lights up while the other is pointed at. @param {Things} one @param {Things} other */
export function related(one, other) {
  const meets = (/** @type {string[]} */ some, /** @type {string[]} */ others) => some.some((thing) => others.includes(thing));
  return meets(one.is, other.is) || meets(one.is, other.about) || meets(one.about, other.is);
}

/** @param {Pointed | null} port @param {Things} its */
export function point(port, its) {
  if (JSON.stringify(port) !== JSON.stringify(pointed.value)) pointed.set(port);
  if (JSON.stringify(its) !== JSON.stringify(things.value)) things.set(its);
}

/** The nearest of an event's elements that carries one of the attributes. @param {Event} event @param {...string} attributes */
function nearest(event, ...attributes) {
  const found = event.composedPath().find((item) => item instanceof Element && attributes.some((attribute) => item.hasAttribute(attribute)));
  return found instanceof Element ? found : null;
}

function paint() {
  for (const element of document.querySelectorAll("[data-role][data-port]")) {
    const its = portOf(element);
    element.classList.toggle("lit", Boolean(pointed.value && its && same(pointed.value, its)));
  }
}

function paintThings() {
  const now = things.value;
  const some = now.is.length + now.about.length > 0;
  for (const element of document.querySelectorAll(some ? "[data-thing], [data-about]" : ".lit-thing")) {
    element.classList.toggle("lit-thing", some && related(now, thingsOf(element)));
  }
}

/** Listen to pointer and focus on the whole page. */
export function startHover() {
  /** @param {Event} event */
  const move = (event) => {
    const port = nearest(event, "data-port");
    // A row that is focused stands for what it shows, as if each of its things were pointed at.
    point(port && portOf(port), thingsOf(nearest(event, "data-thing", "data-about")));
  };
  document.addEventListener("pointerover", move);
  document.addEventListener("focusin", move);
  document.addEventListener("pointerleave", () => point(null, { is: [], about: [] }));
  pointed.watch(paint);
  things.watch(paintThings);
}
