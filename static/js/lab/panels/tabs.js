// The panels beneath the drawing: one is open. A panel that is hidden learns nothing; it catches up when it is opened.
import { byId, readonly } from "../dom.js";

/** Where things are done: not offered where nothing can be changed. */
const ACTING = new Set(["terminal", "break"]);

/** @typedef {(visible: boolean) => void} Watcher */

export class PanelTabs {
  /** @param {{get: (name: string) => any, set: (name: string, value: any) => void}} memory */
  constructor(memory) {
    this.memory = memory;
    const list = byId("panel-tabs");
    /** @type {HTMLElement[]} */
    this.tabs = [...list.querySelectorAll("[role=tab]")].filter((tab) => !readonly() || !ACTING.has(nameOf(tab)));
    /** @type {Map<string, Watcher[]>} */
    this.watchers = new Map();
    this.current = "packet";
    list.addEventListener("click", (/** @type {Event} */ event) => {
      const tab = /** @type {Element} */ (event.target).closest("[role=tab]");
      if (tab) this.open(nameOf(tab));
    });
    list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    const kept = memory.get("panel");
    this.open(this.tabs.some((tab) => nameOf(tab) === kept) ? kept : "packet");
  }

  /** @param {string} name */
  open(name) {
    this.current = name;
    for (const tab of this.tabs) {
      const chosen = nameOf(tab) === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      byId(`panel-${nameOf(tab)}`).hidden = !chosen;
      if (chosen) tab.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    }
    // The panels take room from the drawing only when there is something in them.
    byId("main").dataset.panel = name;
    this.memory.set("panel", name);
    for (const [watched, watchers] of this.watchers) for (const watcher of watchers) watcher(watched === name);
  }

  /** Hear whether a panel is seen, now and whenever that changes. @param {string} name @param {Watcher} watcher */
  watch(name, watcher) {
    this.watchers.set(name, [...(this.watchers.get(name) ?? []), watcher]);
    watcher(this.current === name);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const now = this.tabs.findIndex((tab) => nameOf(tab) === this.current);
    const last = this.tabs.length - 1;
    const next = { ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now ? now - 1 : last, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.open(nameOf(this.tabs[next]));
    this.tabs[next].focus();
  }
}

/** @param {Element} tab */
function nameOf(tab) {
  return tab.id.replace("tab-", "");
}
