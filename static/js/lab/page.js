// What the parts of the page share: how things stand, which journey is shown, where in it we are, where the caret is.
import { Topic } from "./store.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {{trace: import("./types.js").Trace, branch: import("./types.js").Branch}} Journey */

export const page = {
  state: new Topic(/** @type {State | null} */ (null)),
  journey: new Topic(/** @type {Journey | null} */ (null)),
  /** The hop that is on. */
  step: new Topic(0),
  /** Where in the manifests the caret stands. */
  caret: new Topic(/** @type {{file: string, line: number} | null} */ (null)),
  /** A rule that somebody wants to see in its place. */
  rule: new Topic(/** @type {{place: string, rule: import("./types.js").Rule} | null} */ (null)),
};
