// Several journeys by one clock, hop for hop: the n-th hop of each begins, lands and ends with the n-th hop of all the others.
// Who has arrived earlier waits with the ending in sight.
import { timelineOf } from "../lab/player/timeline.js";

/** @typedef {import("../lab/player/timeline.js").Timeline} Timeline */
/** @typedef {import("../lab/types.js").Branch} Branch */

/**
 * @param {Map<string, Branch>} branches by the name of their column
 * @returns {{all: Timeline, each: Map<string, Timeline>}} each column's own, and one for the player: its hops tell those of all
 */
export function inStep(branches) {
  const each = new Map([...branches].map(([name, branch]) => [name, timelineOf(branch)]));
  const most = Math.max(0, ...[...each.values()].map(({ steps }) => steps.length));
  /** @type {import("../lab/player/timeline.js").Step[]} */
  const rounds = [];
  let time = 0;
  for (let index = 0; index < most; index += 1) {
    const going = [...each].flatMap(([name, { steps }]) => (steps[index] ? [{ name, step: steps[index] }] : []));
    const flight = Math.max(...going.map(({ step }) => step.lands - step.starts));
    const stay = Math.max(...going.map(({ step }) => step.ends - step.lands));
    const round = { starts: time, lands: time + flight, ends: time + flight + stay };
    for (const { step } of going) Object.assign(step, round);
    const [{ step }] = going;
    rounds.push({
      ...step,
      changes: going.some((one) => one.step.changes),
      hop: { ...step.hop, place: going.map(({ name }) => name).join(", "), text: going.map((one) => `${one.name}: ${one.step.hop.text}`).join(" ") },
    });
    time = round.ends;
  }
  for (const timeline of each.values()) timeline.duration = time;
  const [first] = branches.values();
  return { all: { branch: first, steps: rounds, duration: time }, each };
}
