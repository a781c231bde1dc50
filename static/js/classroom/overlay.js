// A live question over a learner's lab: it comes by itself, may be put aside, and leaves the lab as it was.
import { byId } from "../lab/dom.js";
import { Question } from "./question.js";

/** @param {(words: object) => boolean} tell */
export function overlay(tell) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("class-live"));
  const reopen = byId("class-question");
  /** @type {HTMLLinkElement[]} */
  const styles = dialog.dataset.styles?.split(" ").map(load) ?? [];
  const dressed = Promise.all(styles.map((style) => new Promise((done) => ["load", "error"].forEach((kind) => style.addEventListener(kind, done, { once: true })))));

  // The lab beneath is as it was: what styles a question styles nothing of it once the question is gone.
  const worn = (/** @type {boolean} */ on) => styles.forEach((style) => (style.disabled = !on));
  const show = async () => {
    worn(true);
    await Promise.race([dressed, new Promise((done) => setTimeout(done, 1500))]);
    if (!dialog.open && question.key) {
      // What is outside an open dialog is not spoken.
      dialog.append(byId("announce"));
      dialog.showModal();
      /** @type {HTMLElement | null} */ (dialog.querySelector("#prompt"))?.focus({ preventScroll: true });
    }
  };
  const question = new Question(byId("live-card"), {
    address: dialog.dataset.now ?? "",
    say: tell,
    changed: (shown, fresh) => {
      reopen.hidden = !shown;
      byId("live-over").hidden = shown;
      if (shown && fresh) void show();
      else if (!shown && !dialog.querySelector("[data-told]")) dialog.close();
    },
  });
  dialog.addEventListener("close", () => {
    byId("main").after(byId("announce"));
    worn(false);
  });
  byId("live-aside").addEventListener("click", () => dialog.close());
  reopen.addEventListener("click", (/** @type {Event} */ event) => {
    event.preventDefault();
    void show();
  });
  worn(false);
  return question;
}

/** @param {string} address */
function load(address) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = address;
  document.head.append(style);
  return style;
}
