// A stream of requests: when each is sent, and how it ends, drawn from what the server says can become of it in the state that
// the cluster is in at that moment. Nothing here knows a rule of Kubernetes, and nothing is asked while it runs.
import { randomOf } from "../panels/tally.js";

/** @typedef {{kind: string, code: string, pod: string | null, probability: number, way: number}} Outcome */
/** @typedef {{together: boolean, ways: import("../types.js").Hop[][], moments: (Outcome[] | null)[]}} Flow */
/** @typedef {{time: number, kind: string, pod: string, way: number}} Sent */

/** What is kept to be shown. */
export const WINDOW = 20;

export class Stream {
  constructor() {
    this.random = randomOf(1);
    /** Seconds since it began. */
    this.time = 0;
    this.next = 0;
    /** @type {Sent[]} */
    this.sent = [];
    /** @type {Record<string, number>} */
    this.counts = {};
    this.stuck = "";
  }

  /**
   * Time goes on: the requests that are sent meanwhile.
   * @param {number} seconds
   * @param {number} rate requests a second
   * @param {Outcome[] | null} outcomes null where nothing can be sent
   * @param {boolean} together all go where the first one went, as long as that is possible
   * @returns {Sent[]}
   */
  pass(seconds, rate, outcomes, together) {
    this.time += seconds;
    /** @type {Sent[]} */
    const sent = [];
    // Where the rate grew, nobody waits for the slower one's turn.
    this.next = Math.min(this.next, this.time - seconds + 1 / rate);
    while (this.next <= this.time) {
      if (outcomes?.length) sent.push(this.one(this.next, outcomes, together));
      this.next += 1 / rate;
    }
    this.sent.push(...sent);
    let old = 0;
    while (old < this.sent.length && this.sent[old].time < this.time - WINDOW) old += 1;
    if (old) this.sent.splice(0, old);
    return sent;
  }

  /** @param {number} time @param {Outcome[]} outcomes @param {boolean} together @returns {Sent} */
  one(time, outcomes, together) {
    const at = this.random();
    let reached = 0;
    let found = outcomes.find(({ probability }) => (reached += probability) > at) ?? outcomes[outcomes.length - 1];
    if (together) {
      found = outcomes.find((outcome) => nameOf(outcome) === this.stuck) ?? found;
      this.stuck = nameOf(found);
    }
    this.counts[found.kind] = (this.counts[found.kind] ?? 0) + 1;
    return { time, kind: found.kind, pod: found.pod ?? "", way: found.way };
  }
}

/** @param {Outcome} outcome */
function nameOf({ kind, pod }) {
  return `${kind} ${pod}`;
}

/** The three words of the strip: answered, refused, lost. @param {string} kind */
export function fate(kind) {
  if (kind === "answered") return "answered";
  return kind === "refused" || kind === "wrong-protocol" ? "refused" : "lost";
}
