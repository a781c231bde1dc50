// What can become of a request, as it is told: by ending and pod, whichever way led there.

/** @typedef {import("../types.js").Outcome} Outcome */

/** Outcomes that differ only in their way (which node a balancer chose, which source the pod saw) are one. @param {Outcome[]} outcomes @returns {Outcome[]} */
export function endingsOf(outcomes) {
  /** @type {Map<string, Outcome>} */
  const found = new Map();
  for (const outcome of outcomes) {
    const key = `${outcome.kind} ${outcome.code} ${outcome.pod}`;
    const before = found.get(key);
    found.set(key, before ? { ...before, probability: before.probability + outcome.probability, branches: [...before.branches, ...outcome.branches] } : outcome);
  }
  return [...found.values()];
}
