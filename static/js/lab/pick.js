// Which of the branches is played first: by weight, from a seed, so that the same page in the same state plays the same.

/** A small, well mixed generator (mulberry32). @param {string} seed */
export function dice(seed) {
  let state = 2166136261;
  for (const letter of seed) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * @template {{probability: number}} T
 * @param {T[]} branches
 * @param {number} roll from 0 to 1
 * @returns {T}
 */
export function pick(branches, roll) {
  const total = branches.reduce((sum, { probability }) => sum + probability, 0);
  let left = roll * total;
  return branches.find(({ probability }) => (left -= probability) < 0) ?? branches[branches.length - 1];
}
