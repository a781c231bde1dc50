// On a narrow window the panes are tabs: YAML, Diagram, Details, and before them whatever the page itself has to say.
import { byId } from "./dom.js";

/** @param {{get: (name: string) => any, set: (name: string, value: any) => void}} memory */
export function startViews(memory) {
  const lab = byId("main");
  const tabs = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".views [role=tab]"))];
  const names = tabs.map((tab) => tab.dataset.view ?? "");
  const show = (/** @type {string} */ name) => {
    lab.dataset.view = name;
    for (const tab of tabs) {
      const chosen = tab.dataset.view === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    memory.set("view", name);
  };
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => show(tab.dataset.view ?? ""));
    tab.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(index + step + tabs.length) % tabs.length];
      show(next.dataset.view ?? "");
      next.focus();
    });
  });
  show(names.includes(memory.get("view")) ? memory.get("view") : (lab.dataset.view ?? "diagram"));
  return show;
}
