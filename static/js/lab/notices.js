// Messages above the panes: what went wrong with a request, and what can be done. They never take the place of work.
import { byId, h } from "./dom.js";
import { say } from "./words.js";

/** @typedef {{label: string, act: () => void}} Choice */

/**
 * @param {string} id a later notice of the same id takes the place of an earlier one
 * @param {string} text
 * @param {{tone?: "warn" | "bad" | "calm", choices?: Choice[]}} [options]
 */
export function notify(id, text, { tone = "warn", choices = [] } = {}) {
  dismiss(id);
  const notice = h("div", { class: "notice", "data-notice": id, "data-tone": tone }, h("p", {}, text));
  for (const { label, act } of [...choices, { label: say("dismiss"), act: () => {} }]) {
    const button = h("button", { type: "button", class: "button small" }, label);
    button.addEventListener("click", () => {
      notice.remove();
      act();
    });
    notice.append(button);
  }
  byId("notices").append(notice);
}

/** @param {string} id */
export function dismiss(id) {
  for (const notice of byId("notices").querySelectorAll(`[data-notice="${id}"]`)) notice.remove();
}
