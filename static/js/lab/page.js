// What the parts of the page share: how things stand, which journey is shown, where in it we are, where the caret is.
import { Topic } from "./store.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {{trace: import("./types.js").Trace, branch: import("./types.js").Branch}} Journey */

export const page = {
  /** @type {Topic<State | null>} */
  state: new Topic(null),
  /** @type {Topic<Journey | null>} */
  journey: new Topic(null),
  /** A moment that is past and shown all the same; action 0: what is shown while it is fetched. @type {Topic<{action: number, moment: number, snapshot: import("./types.js").Snapshot} | null>} */
  moment: new Topic(null),
  /** The hop that is on. @type {Topic<number>} */
  step: new Topic(0),
  /** Where in the manifests the caret stands. @type {Topic<{file: string, line: number} | null>} */
  caret: new Topic(null),
  /** A rule that somebody wants to see in its place. @type {Topic<{place: string, rule: import("./types.js").Rule} | null>} */
  rule: new Topic(null),
};
