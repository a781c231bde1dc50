// "Show me": the solution of a task, done on the stage one action after another as a person would.

import { dismiss } from "../lab/notices.js";

/** @typedef {import("../lab/page.js").Hands} Hands */

const PAUSE = 700;

/**
 * @param {Hands} hands
 * @param {(index: number) => Promise<Response | null>} fetchAction
 * @param {number} length
 * @param {() => void} restarted the step was begun afresh: from what the learner made no solution leads to the goal
 */
export async function solve(hands, fetchAction, length, restarted) {
  for (let index = 0; index < length; index += 1) {
    const response = await fetchAction(index);
    if (!response) return;
    const { action, left, afresh } = await response.json();
    if (afresh) {
      restarted();
      await hands.refresh();
      await new Promise((done) => window.setTimeout(done, PAUSE));
    }
    await one(hands, action);
    if (left) await new Promise((done) => window.setTimeout(done, PAUSE));
  }
}

/** @param {Hands} hands @param {any} action */
async function one(hands, action) {
  const { type, files, line, place } = action;
  if (type === "apply") {
    hands.open(files);
    dismiss("replaced"); // it was asked for
    await new Promise((done) => window.setTimeout(done, PAUSE));
    await hands.apply();
  } else if (type === "terminal" || type === "kubectl") await hands.run(line, place ?? "client");
  else if (type === "send") {
    const { type: _, pick: __, ...request } = action;
    await hands.send(request);
  } else await hands.act(action, "");
}
