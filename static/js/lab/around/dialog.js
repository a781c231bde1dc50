// A dialog made when it is wished for, and taken away when it is closed. What asks in it says here what went wrong.
import { Refusal } from "../api.js";
import { h } from "../dom.js";
import { page } from "../page.js";
import { say } from "../words.js";

/** What other parts may do with the page; it is there once the page is. */
export function hands() {
  const found = page.hands.value;
  if (!found) throw new Error("the page is not there yet");
  return found;
}

export class Dialog {
  /** @param {string} title @param {string} kind its class */
  constructor(title, kind) {
    const name = `dialog-${kind}`;
    this.body = h("div", { class: "dialog-body" });
    this.error = h("p", { class: "error", role: "alert", hidden: true });
    const close = h("button", { type: "button", class: "icon-button", "aria-label": say("dismiss") }, "×");
    this.element = h("dialog", { class: `dialog dialog-wide ${kind}`, "aria-labelledby": name }, h("div", { class: "dialog-head" }, h("h2", { id: name }, title), close), this.error, this.body);
    close.addEventListener("click", () => this.close());
    // A click beside it closes it, as Escape does.
    this.element.addEventListener("click", (event) => event.target === this.element && this.close());
    this.element.addEventListener("close", () => this.element.remove());
    document.body.append(this.element);
    this.element.showModal();
  }

  close() {
    this.element.close();
  }

  /**
   * Ask, and say here what the server refused.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T | null>}
   */
  async trying(work) {
    this.error.hidden = true;
    this.element.setAttribute("aria-busy", "true");
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.error.textContent = error.message;
      this.error.hidden = false;
      return null;
    } finally {
      this.element.removeAttribute("aria-busy");
    }
  }
}

/**
 * A button that copies, and says that it did.
 * @param {string} label
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} [kind]
 */
export function copyButton(label, field, kind = "") {
  const button = h("button", { type: "button", class: `button ${kind}` }, label);
  const told = h("span", { class: "visually-hidden", role: "status" });
  let timer = 0;
  button.addEventListener("click", async () => {
    await copy(field);
    button.textContent = say("copied");
    told.textContent = say("copied");
    button.dataset.done = "";
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      button.textContent = label;
      told.textContent = "";
      delete button.dataset.done;
    }, 2500);
  });
  return [button, told];
}

/** @param {HTMLInputElement | HTMLTextAreaElement} field */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // No clipboard without https or leave: the text is marked, and the old way tried.
    field.select();
    document.execCommand("copy");
  }
}
