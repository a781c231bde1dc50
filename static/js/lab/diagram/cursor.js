// The drawing by keyboard: it is one stop for Tab; the arrow keys go from thing to thing (nodes' switches, pods, ports), Enter does
// what a click does there, and what is gone to lights up everywhere, as under the pointer, and is said aloud.
import { announce } from "../dom.js";
import { point, portOf, thingsOf } from "../hover.js";
import { nearest } from "./ways.js";

const STOPS = ".socket, .power, [data-key^='pod '], [data-key='client']";
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** @param {import("./stage.js").Stage} stage */
export function startCursor(stage) {
  const { element } = stage;
  /** @type {SVGGElement | null} */
  let at = null;

  const stops = () => [.../** @type {NodeListOf<SVGGElement>} */ (stage.drawing.svg.querySelectorAll(STOPS))].filter((stop) => !stop.closest("[data-leaving]"));
  const leave = () => {
    at?.classList.remove("cursor");
    if (at) point(null, { is: [], about: [] });
    at = null;
  };
  /** @param {SVGGElement} stop */
  const go = (stop) => {
    leave();
    at = stop;
    stop.classList.add("cursor");
    point(portOf(stop), thingsOf(stop.closest("[data-thing], [data-about]")));
    stop.scrollIntoView({ block: "nearest", inline: "nearest" });
    announce(stop.querySelector("title")?.textContent ?? stop.textContent ?? "");
  };

  element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.target !== element || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && at) leave();
    else if (event.key === "Enter" && at?.isConnected) at.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    else if (event.key in WAYS) {
      const from = at?.isConnected ? at : null;
      const all = stops();
      const way = /** @type {[number, number]} */ (WAYS[/** @type {keyof typeof WAYS} */ (event.key)]);
      const found = from ? all[nearest(from.getBoundingClientRect(), all.map((stop) => stop.getBoundingClientRect()), way)] : all[0];
      if (found) go(found);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener("blur", leave);
}
