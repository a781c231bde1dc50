// The moments of one action, as the server tells them: the first picture whole, then what changes. A tape knows how long each
// moment is to be shown, and how things stood in it.

/** @typedef {import("../types.js").Snapshot} Snapshot */
/** @typedef {{set: Record<string, unknown>, lists: Record<string, {order: string[], members: {namespace?: string, name: string}[]}>}} Change */
/** @typedef {{time: number, texts: string[], about: {kind: string, namespace: string, name: string}[], change: Change}} Moment */
/** @typedef {{action: number, label: string, first: Snapshot, moments: Moment[]}} Answer */

/** How long a moment is shown at least, in milliseconds: as long as one reads a line. */
const READ = 900;
/** A wait is never longer than this, however long the cluster waited. */
const LONGEST = 2200;
const END = 1200;
/** In even time, what takes longer than so many seconds goes faster. */
const EVEN_MOST = 16;

/** @param {{namespace?: string, name: string}} member */
function identity({ namespace = "", name }) {
  return `${namespace}/${name}`;
}

/** The next picture, made of the one before and what changed. @param {Snapshot} before @param {Change} change @returns {Snapshot} */
export function patched(before, change) {
  /** @type {any} */
  const after = { ...before, ...change.set };
  for (const [key, { order, members }] of Object.entries(change.lists)) {
    const known = new Map([...after[key], ...members].map((member) => [identity(member), member]));
    after[key] = order.map((name) => known.get(name));
  }
  return after;
}

export class Tape {
  /**
   * @param {Answer} answer
   * @param {boolean} even time goes evenly, as a stream of requests needs it; else every moment is given its time to be read
   */
  constructor(answer, even) {
    this.action = answer.action;
    this.label = answer.label;
    this.moments = answer.moments;
    this.even = even;
    /** @type {Snapshot[]} */
    this.snapshots = [];
    for (const { change } of answer.moments) this.snapshots.push(patched(this.snapshots[this.snapshots.length - 1] ?? answer.first, change));
    const times = answer.moments.map(({ time }) => time);
    this.began = times[0] ?? 0;
    this.lasts = (times[times.length - 1] ?? 0) - this.began;
    /** When each moment begins, in milliseconds of playing at normal speed. @type {number[]} */
    this.starts = [];
    const slow = Math.min(1, EVEN_MOST / Math.max(this.lasts, 0.001));
    let at = 0;
    times.forEach((time, index) => {
      this.starts.push(even ? (time - this.began) * 1000 * slow : at);
      at += Math.min(LONGEST, READ + ((times[index + 1] ?? time) - time) * 350);
    });
    this.duration = (this.starts[this.starts.length - 1] ?? 0) + END;
  }

  /** The moment that is on. @param {number} at milliseconds of playing */
  index(at) {
    let found = 0;
    while (found + 1 < this.starts.length && this.starts[found + 1] <= at) found += 1;
    return found;
  }

  /** The simulated time, in seconds since the action. @param {number} at */
  seconds(at) {
    const index = this.index(at);
    const from = this.moments[index].time - this.began;
    if (index + 1 >= this.starts.length) return from;
    const share = (at - this.starts[index]) / (this.starts[index + 1] - this.starts[index] || 1);
    return from + share * (this.moments[index + 1].time - this.moments[index].time);
  }
}
