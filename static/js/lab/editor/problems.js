// What is wrong with the manifests, in a list under the editor: the API server's words, our explanation, the repair.
import { byId, h } from "../dom.js";
import { say } from "../words.js";

/** @typedef {import("../types.js").LabProblem} LabProblem */

/**
 * @param {LabProblem[]} problems
 * @param {{go: (problem: LabProblem) => void, repair: (problem: LabProblem) => void}} acts
 */
export function showProblems(problems, { go, repair }) {
  const list = byId("problems");
  list.hidden = problems.length === 0;
  list.replaceChildren(...problems.map((problem) => {
    const where = h("button", { type: "button", class: "where" }, say("where", { file: problem.file, line: problem.from.line }));
    where.addEventListener("click", () => go(problem));
    const item = h("div", { class: "problem", "data-severity": problem.severity }, where, h("p", { class: "said", lang: "en" }, problem.message));
    if (problem.explanation) item.append(h("p", { class: "explained" }, problem.explanation));
    if (problem.repair) {
      const button = h("button", { type: "button", class: "button small" }, problem.repair.label);
      button.addEventListener("click", () => repair(problem));
      item.append(button);
    }
    return item;
  }));
}
