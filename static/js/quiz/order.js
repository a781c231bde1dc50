// Items in order: dragged, moved by their buttons, or by Alt and an arrow key. The selects beneath say the same to the server.
import { announce } from "../lab/dom.js";

/** @param {HTMLElement} list */
export function startOrder(list) {
  if (list.dataset.ready) return;
  list.dataset.ready = "true";
  for (const item of items(list)) {
    item.tabIndex = 0;
    item.draggable = true;
    select(item).hidden = true;
    const buttons = item.querySelector(".order-buttons");
    if (buttons instanceof HTMLElement) buttons.hidden = false;
  }
  list.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-move]");
    const item = /** @type {HTMLElement | null} */ (button?.closest(".order-item"));
    if (!button || !item) return;
    move(list, item, Number(button.getAttribute("data-move")));
    /** @type {HTMLElement} */ (button).focus();
  });
  list.addEventListener("keydown", (event) => {
    const item = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".order-item"));
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!item || !by || !event.altKey) return;
    event.preventDefault();
    move(list, item, by);
    item.focus();
  });
  drag(list);
}

/** @param {HTMLElement} list @returns {HTMLElement[]} */
function items(list) {
  return [...list.querySelectorAll(".order-item")].map((item) => /** @type {HTMLElement} */ (item));
}

/** @param {HTMLElement} item */
function select(item) {
  return /** @type {HTMLSelectElement} */ (item.querySelector("select"));
}

/** @param {HTMLElement} list */
function count(list) {
  items(list).forEach((item, index) => {
    select(item).value = String(index + 1);
  });
}

/** @param {HTMLElement} list @param {HTMLElement} item @param {number} by */
function move(list, item, by) {
  const all = items(list);
  const other = all[all.indexOf(item) + by];
  if (!other) return;
  if (by < 0) other.before(item);
  else other.after(item);
  count(list);
  announce(`${select(item).value}. ${item.querySelector(".order-text")?.textContent ?? ""}`);
}

/** @param {HTMLElement} list */
function drag(list) {
  /** @type {HTMLElement | null} */
  let held = null;
  list.addEventListener("dragstart", (event) => {
    held = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".order-item"));
    held?.classList.add("held");
  });
  list.addEventListener("dragover", (event) => {
    event.preventDefault();
    const over = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".order-item"));
    if (!held || !over || over === held) return;
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY < top + height / 2) over.before(held);
    else over.after(held);
  });
  list.addEventListener("dragend", () => {
    held?.classList.remove("held");
    held = null;
    count(list);
  });
}
