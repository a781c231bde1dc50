// The files' tabs: choose with the pointer or the arrow keys; add, rename, remove.
import { byId, h } from "../dom.js";
import { say } from "../words.js";

/** @typedef {import("../types.js").File_} File_ */

export class FileTabs {
  /** @param {{open: (name: string) => void, add: (name: string) => void, rename: (from: string, to: string) => void, remove: (name: string) => void}} acts */
  constructor(acts) {
    this.acts = acts;
    this.list = byId("file-tabs");
    /** @type {string[]} */
    this.names = [];
    this.open = "";
    this.list.addEventListener("click", (/** @type {Event} */ event) => {
      const tab = /** @type {Element} */ (event.target).closest("[role=tab]");
      if (tab instanceof HTMLElement && tab.dataset.name) this.acts.open(tab.dataset.name);
    });
    this.list.addEventListener("dblclick", () => this.rename());
    this.list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    byId("file-add").addEventListener("click", () => this.add());
    byId("file-rename").addEventListener("click", () => this.rename());
    byId("file-delete").addEventListener("click", () => this.acts.remove(this.open));
  }

  /** @param {File_[]} files @param {string} open @param {Map<string, number>} problems */
  show(files, open, problems) {
    this.names = files.map(({ name }) => name);
    this.open = open;
    const focused = this.list.contains(document.activeElement);
    const tabs = this.names.map((name) => {
      const chosen = name === open;
      const tab = h("button", { type: "button", role: "tab", "aria-selected": String(chosen), "aria-controls": "editor", tabindex: chosen ? 0 : -1, "data-name": name }, name);
      const count = problems.get(name);
      if (count) tab.append(h("span", { class: "count" }, String(count), h("span", { class: "visually-hidden" }, ` ${say("problems")}`)));
      return tab;
    });
    this.list.replaceChildren(...tabs);
    byId("file-delete").disabled = files.length < 2;
    const now = this.list.querySelector("[aria-selected=true]");
    if (focused && now instanceof HTMLElement) now.focus();
    // Only the list scrolls: scrollIntoView would move the page as well.
    if (now instanceof HTMLElement) this.list.scrollLeft = now.offsetLeft - this.list.offsetLeft - 24;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === "F2") {
      event.preventDefault();
      this.rename();
      return;
    }
    const now = this.names.indexOf(this.open);
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: this.names.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.acts.open(this.names[(next + this.names.length) % this.names.length]);
  }

  add() {
    let number = 1;
    while (this.names.includes(number === 1 ? "manifest.yaml" : `manifest-${number}.yaml`)) number += 1;
    this.ask(say("add-file"), number === 1 ? "manifest.yaml" : `manifest-${number}.yaml`, this.names, (name) => this.acts.add(name));
  }

  rename() {
    const others = this.names.filter((name) => name !== this.open);
    this.ask(say("rename-file"), this.open, others, (name) => this.acts.rename(this.open, name));
  }

  /**
   * @param {string} title
   * @param {string} proposal
   * @param {string[]} taken
   * @param {(name: string) => void} then
   */
  ask(title, proposal, taken, then) {
    const dialog = byId("file-dialog");
    const form = dialog.querySelector("form");
    const field = form.elements.name;
    const error = form.querySelector(".error");
    byId("file-dialog-title").textContent = title;
    field.value = proposal;
    error.hidden = true;
    form.onsubmit = (/** @type {Event} */ event) => {
      const name = field.value.trim();
      const wrong = !/^[^/\\\0]+$/.test(name) ? say("name-wrong") : taken.includes(name) ? say("name-taken") : "";
      error.textContent = wrong;
      error.hidden = !wrong;
      if (wrong) event.preventDefault();
      else then(name);
    };
    form.querySelector("[value=cancel]").onclick = () => dialog.close();
    dialog.showModal();
    field.setSelectionRange(0, proposal.replace(/\.ya?ml$/, "").length);
  }
}
