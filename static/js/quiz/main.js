// The quiz page: keys, the drawing, the order of items, the clock, and what to do when the network fails.
// The page works without any of it; answers are graded by the server alone.
import { announce } from "../lab/dom.js";
import { startClock } from "./clock.js";
import { listenKeys } from "./keys.js";
import { startOrder } from "./order.js";

/** What the card needs, whenever a new one has come. @param {boolean} first */
function arrange(first) {
  const order = document.getElementById("order");
  if (order) startOrder(order);
  const stage = /** @type {HTMLElement | null} */ (document.querySelector(".quiz-stage[data-stage]"));
  if (stage) void import("./stage.js").then(({ startStage }) => startStage(stage));
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-check]"));
  if (form) void import("./repair.js").then(({ startRepair }) => startRepair(form));
  if (first) return;
  const title = document.getElementById("verdict-title");
  title?.focus({ preventScroll: true });
  title?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  if (title) announce(title.textContent?.trim() ?? "");
}

/** Say that an answer did not arrive; what was chosen stays. @param {boolean} lost */
function tellLost(lost) {
  const notice = document.getElementById("lost");
  if (notice) notice.hidden = !lost;
}

document.addEventListener("htmx:afterSwap", () => arrange(false));
document.addEventListener("htmx:sendError", () => tellLost(true));
document.addEventListener("htmx:timeout", () => tellLost(true));
document.addEventListener("htmx:responseError", () => tellLost(true));
document.addEventListener("htmx:beforeRequest", () => tellLost(false));
// An answer that lacks something comes back as a card that says so.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (detail.xhr.status === 422) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});
listenKeys();
startClock();
arrange(true);
