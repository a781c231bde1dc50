// Making elements. Styles are set through the CSSOM alone: the page's policy forbids style attributes in markup.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

/**
 * @param {Element} element
 * @param {Attributes} attributes true sets an empty one; false, null and undefined take it away
 */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/**
 * The element that the template put there; its absence is a programmer's mistake.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element #${id}`);
  return element;
}

/** Whether this is somebody's shared copy, which is looked at and not changed. */
export function readonly() {
  return byId("main").dataset.readonly !== undefined;
}

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Whether the visitor asked for less motion. */
export function wantsCalm() {
  return calm.matches;
}

let announced = 0;

/** Say something to a screen reader. @param {string} text */
export function announce(text) {
  const region = byId("announce");
  region.textContent = "";
  window.clearTimeout(announced);
  announced = window.setTimeout(() => {
    region.textContent = text;
  }, 60);
}

/**
 * Calls back once nothing was asked for `wait` milliseconds.
 * @param {number} wait
 * @param {() => void} work
 */
export function debounced(wait, work) {
  let timer = 0;
  const later = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(work, wait);
  };
  later.now = () => {
    window.clearTimeout(timer);
    work();
  };
  later.cancel = () => window.clearTimeout(timer);
  return later;
}
