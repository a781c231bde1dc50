// The panels that explain: who reaches what, why it fails, before and after. Loaded when the first of them is opened.
import { ContrastPanel } from "./contrast.js";
import { FinderPanel } from "./finder.js";
import { MatrixPanel } from "./matrix.js";

/**
 * @typedef {object} Acts
 * @property {(request: import("./naming.js").Asked) => Promise<boolean>} look play where such a request could go; false where it was not
 * @property {() => import("./naming.js").Asked | null} request the one that is on the page
 * @property {(place: {file: string, from: {line: number, column: number}}) => void} edit
 * @property {(edit: {file: string, from: {line: number, column: number}, to: {line: number, column: number}, text: string}) => void} write
 * @property {(action: object, label: string) => Promise<void>} act
 * @property {(line: string) => void} type run a line in the terminal
 */

/** @param {import("../panels/tabs.js").PanelTabs} tabs @param {Acts} acts */
export function startInsight(tabs, acts) {
  new MatrixPanel(tabs, acts);
  new FinderPanel(tabs, acts);
  new ContrastPanel(tabs, acts);
}
