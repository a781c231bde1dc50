// Whether a guess was right: by what could have become of the packet, not by what chance made of it.

/** @typedef {{kind: string, place: string | null, pods: string[], source: string}} Guess */
/** @typedef {{kind: "random", outcomes: {kind: string, place: string, share: number}[]} | {kind: "place", place: string} | {kind: "missing", pods: string[]} | {kind: "source", right: boolean, source: string}} Note */

/**
 * @param {Guess} guess
 * @param {import("../types.js").Trace} trace
 * @param {import("../types.js").Branch} branch the one that was played
 * @returns {{verdict: "right" | "close" | "wrong", notes: Note[]}}
 */
export function judge(guess, trace, branch) {
  /** @type {Note[]} */
  const notes = [];
  const endings = outcomesOf(trace);
  const alike = endings.filter(({ kind }) => kindOf(kind) === guess.kind);
  if (endings.length > 1) notes.push({ kind: "random", outcomes: endings });
  if (!alike.length) return { verdict: "wrong", notes };
  if (guess.kind === "answered") {
    const possible = alike.map(({ place }) => place);
    const wrong = guess.pods.filter((pod) => !possible.includes(pod));
    const missing = possible.filter((pod) => !guess.pods.includes(pod));
    if (missing.length && endings.length === alike.length) notes.push({ kind: "missing", pods: missing });
    if (guess.source) {
      const sources = [...new Set(trace.outcomes.flatMap(({ kind, source }) => (kind === "answered" && source ? [source] : [])))];
      if (sources.length) notes.push({ kind: "source", right: sources.includes(guess.source), source: sources.join(", ") });
    }
    if (wrong.length === guess.pods.length) return { verdict: "wrong", notes };
    const sourceWrong = notes.some((note) => note.kind === "source" && !note.right);
    return { verdict: wrong.length || sourceWrong ? "close" : "right", notes };
  }
  if (alike.some(({ place }) => place === guess.place)) return { verdict: "right", notes };
  notes.push({ kind: "place", place: kindOf(branch.ending.kind) === guess.kind ? branch.ending.place : alike[0].place });
  return { verdict: "close", notes };
}

/** A port that speaks another protocol refuses, to the eye of who asked. @param {string} kind */
function kindOf(kind) {
  return kind === "wrong-protocol" ? "refused" : kind;
}

/** Endings that look alike, taken together. @param {import("../types.js").Trace} trace */
function outcomesOf({ branches }) {
  /** @type {Map<string, {kind: string, place: string, share: number}>} */
  const found = new Map();
  for (const { ending, probability } of branches) {
    const key = `${ending.kind} ${ending.place}`;
    const known = found.get(key) ?? { kind: ending.kind, place: ending.place, share: 0 };
    known.share += probability;
    found.set(key, known);
  }
  return [...found.values()];
}
