// What is wrong with the manifests, in a list under the editor: the API server's words, our explanation, the repair.
import { announce, byId, h } from "../dom.js";
import { say } from "../words.js";

/** @typedef {import("../types.js").LabProblem} LabProblem */

export class ProblemList {
  /** @param {{go: (index: number) => void, repair: (index: number) => void}} acts told by the problem's place in the list */
  constructor(acts) {
    this.acts = acts;
    this.list = byId("problems");
    this.shown = "[]";
    this.count = 0;
  }

  /** @param {LabProblem[]} problems */
  show(problems) {
    // The same problems once more, as after most keys: nothing flashes, and who is at a button stays there.
    const now = JSON.stringify(problems);
    if (now === this.shown) return;
    this.shown = now;
    this.list.hidden = problems.length === 0;
    this.list.replaceChildren(...problems.map((problem, index) => this.item(problem, index)));
    if (problems.length !== this.count) announce(problems.length === 0 ? say("no-problems") : say("problem-count", { count: problems.length }));
    this.count = problems.length;
  }

  /** @param {LabProblem} problem @param {number} index */
  item(problem, index) {
    const where = h("button", { type: "button", class: "where" }, say("where", { file: problem.file, line: problem.from.line }));
    where.addEventListener("click", () => this.acts.go(index));
    const item = h("div", { class: "problem", "data-severity": problem.severity }, where, h("p", { class: "said", lang: "en" }, problem.message));
    if (problem.explanation) item.append(h("p", { class: "explained" }, problem.explanation));
    if (problem.repair) {
      const button = h("button", { type: "button", class: "button small", "aria-keyshortcuts": "Control+." }, problem.repair.label);
      button.addEventListener("click", () => this.acts.repair(index));
      item.append(button);
    }
    return item;
  }

  /** Where the keyboard goes on from the editor: to the first repair, or the first problem. */
  focus() {
    const target = this.list.querySelector(".button") ?? this.list.querySelector("button");
    if (target instanceof HTMLElement) target.focus();
    return Boolean(target);
  }
}
