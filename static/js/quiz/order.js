// Items in order: dragged, moved by their buttons, or by Alt and an arrow key. The selects beneath say the same to the server.
import { announce } from "../lab/dom.js";

/** @param {HTMLElement} list */
export function startOrder(list) {
  if (list.dataset.ready) return;
  list.dataset.ready = "true";
  for (const item of items(list)) {
    item.tabIndex = 0;
    const grip = document.createElement("span");
    grip.className = "order-grip";
    grip.setAttribute("aria-hidden", "true");
    item.prepend(grip);
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
    if (!item || !by || event.target !== item) return;
    event.preventDefault();
    if (event.altKey) {
      move(list, item, by);
      item.focus();
    } else {
      const all = items(list);
      all[all.indexOf(item) + by]?.focus();
    }
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
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {HTMLElement} list @param {HTMLElement} item @param {number} by */
function move(list, item, by) {
  const all = items(list);
  const other = all[all.indexOf(item) + by];
  if (!other) return;
  if (by < 0) other.before(item);
  else other.after(item);
  count(list);
  tell(item);
}

/** By mouse, pen or finger: the item follows the pointer past its neighbours. A finger takes it by its grip, so that the page still scrolls.
 * @param {HTMLElement} list */
function drag(list) {
  /** @type {HTMLElement | null} */
  let held = null;
  list.addEventListener("pointerdown", (event) => {
    const target = /** @type {Element} */ (event.target);
    const item = /** @type {HTMLElement | null} */ (target.closest(".order-item"));
    if (!item || event.button !== 0 || target.closest("button, select")) return;
    if (event.pointerType === "touch" && !target.closest(".order-grip")) return;
    event.preventDefault();
    item.focus({ preventScroll: true });
    held = item;
    held.classList.add("held");
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (!held) return;
    const all = items(list);
    const place = all.indexOf(held);
    const before = all[place - 1];
    const after = all[place + 1];
    if (before && event.clientY < middle(before)) before.before(held);
    else if (after && event.clientY > middle(after)) after.after(held);
  });
  const drop = () => {
    if (!held) return;
    held.classList.remove("held");
    count(list);
    tell(held);
    held = null;
  };
  list.addEventListener("pointerup", drop);
  list.addEventListener("pointercancel", drop);
}

/** @param {HTMLElement} item */
function middle(item) {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}

/** Where an item is now, for who does not see it. @param {HTMLElement} item */
function tell(item) {
  announce(`${select(item).value} / ${select(item).options.length}: ${item.querySelector(".order-text")?.textContent ?? ""}`);
}
