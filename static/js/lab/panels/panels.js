// The panels beneath the drawing, but for the packet's own.
import { BreakingPanel } from "./breaking.js";
import { EventsPanel } from "./events.js";
import { Idea } from "./idea.js";
import { ObjectsPanel } from "./objects.js";
import { RulesPanel } from "./rules.js";
import { StepsPanel } from "./steps.js";
import { PanelTabs } from "./tabs.js";

/**
 * @param {{get: (name: string) => any, set: (name: string, value: any) => void}} memory
 * @param {{edit: (place: {file: string, from: {line: number, column: number}}) => void, act: (action: object, label: string) => Promise<void>, insight: import("../insight/insight.js").Acts, go: (number: number) => Promise<void>}} acts
 */
export function startPanels(memory, { edit, act, go, insight }) {
  const tabs = new PanelTabs(memory);
  new RulesPanel(tabs, edit);
  new ObjectsPanel(tabs);
  new EventsPanel(tabs);
  new BreakingPanel(tabs, act);
  new Idea(memory);
  new StepsPanel(go);
  lazily(tabs, insight);
  return tabs;
}

/** What explains is fetched when somebody first asks for it. @param {PanelTabs} tabs @param {import("../insight/insight.js").Acts} acts */
function lazily(tabs, acts) {
  let asked = false;
  for (const name of ["matrix", "finder", "contrast"]) {
    tabs.watch(name, (visible) => {
      if (!visible || asked) return;
      asked = true;
      void import("../insight/insight.js").then(({ startInsight }) => startInsight(tabs, acts));
    });
  }
}
