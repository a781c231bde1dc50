// Break it: buttons for what can be done to the cluster, and above the drawing what is broken now, each with its repair.
import { byId, h, readonly } from "../dom.js";
import { mentions } from "../mentions.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { Looking } from "./looking.js";

/** @typedef {{label: string, action: object}} Deed */

export class BreakingPanel {
  /**
   * @param {import("./tabs.js").PanelTabs} tabs
   * @param {(action: object, label: string) => Promise<void>} act
   */
  constructor(tabs, act) {
    this.act = act;
    this.element = byId("breaks");
    this.faults = byId("faults");
    this.busy = false;
    new Looking(tabs, "break", () => "breaks", (answer) => this.show(answer.groups));
    page.state.watch((state) => state && this.tell(state.faults));
    const forms = /** @type {const} */ ({ "form-firewall": "firewall", "form-range": "nodePortRange", "form-nodes": "nodeCount" });
    for (const [id, name] of Object.entries(forms)) byId(id).addEventListener("click", async () => (await import("./forms.js"))[name](act));
    byId("stage").addEventListener("click", (/** @type {Event} */ event) => {
      const power = /** @type {Element} */ (event.target).closest("[data-power]");
      const node = power?.getAttribute("data-power");
      if (node && !readonly()) void this.do({ label: node, action: { type: "set-node", node, up: power?.getAttribute("data-up") === "false" } }, null);
    });
  }

  /** @param {{title: string, items: Deed[]}[]} groups */
  show(groups) {
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? [...this.element.querySelectorAll("button")].indexOf(/** @type {any} */ (document.activeElement)) : -1;
    this.element.replaceChildren(...groups.map(({ title, items }) => h("section", { class: "break-group" }, h("h2", {}, ...mentions(title)), h("div", { class: "break-buttons" }, ...items.map((deed) => this.button(deed))))));
    if (focused >= 0) this.element.querySelectorAll("button")[Math.min(focused, this.element.querySelectorAll("button").length - 1)]?.focus();
  }

  /** @param {Deed} deed */
  button(deed) {
    const button = h("button", { type: "button", class: "button small" }, deed.label);
    button.addEventListener("click", () => void this.do(deed, button));
    return button;
  }

  /** @param {{kind: string, label: string, repair: Deed}[]} faults */
  tell(faults) {
    const held = this.faults.contains(document.activeElement);
    this.faults.hidden = faults.length === 0;
    const items = faults.map(({ kind, label, repair }) => {
      const button = this.button({ ...repair, label: say("repair") });
      button.setAttribute("aria-label", `${say("repair")}: ${label}`);
      button.title = repair.label;
      return h("li", { "data-kind": kind }, h("span", {}, ...mentions(label)), button);
    });
    byId("faults-list").replaceChildren(...items);
    // Who has just mended something goes on from there.
    if (held) (this.faults.querySelector("button") ?? byId("send")).focus();
  }

  /** @param {Deed} deed @param {HTMLElement | null} button */
  async do(deed, button) {
    if (this.busy) return;
    this.busy = true;
    button?.setAttribute("aria-busy", "true");
    await this.act(deed.action, deed.label);
    button?.setAttribute("aria-busy", "false");
    this.busy = false;
  }
}
