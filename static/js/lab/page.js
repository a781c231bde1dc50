// What the parts of the page share: how things stand, which journey is shown, where in it we are, where the caret is.
import { Topic } from "./store.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {{trace: import("./types.js").Trace, branch: import("./types.js").Branch}} Journey */

/**
 * @typedef {object} Hands what other parts may do with the page
 * @property {() => Promise<void>} flush what is typed is on the server by then, if it can be
 * @property {(state: State) => void} take show a newer state; the packet that was shown belongs to the one before
 * @property {(request: import("./request.js").Request_) => Promise<void>} send
 * @property {() => Promise<void>} apply
 * @property {(line: string) => void} run a line in the terminal
 * @property {(number: number) => Promise<void>} go to a moment of the time line
 * @property {(trace: import("./types.js").Trace, pick: number, running: boolean) => void} replay
 * @property {() => import("./types.js").File_[]} files as they stand in the editor
 * @property {(files: import("./types.js").File_[]) => void} open files from elsewhere in the editor
 */

export const page = {
  /** @type {Topic<Hands | null>} */
  hands: new Topic(null),
  /** @type {Topic<State | null>} */
  state: new Topic(null),
  /** @type {Topic<Journey | null>} */
  journey: new Topic(null),
  /** The hop that is on. @type {Topic<number>} */
  step: new Topic(0),
  /** Where in the manifests the caret stands. @type {Topic<{file: string, line: number} | null>} */
  caret: new Topic(null),
  /** A rule that somebody wants to see in its place. @type {Topic<{place: string, rule: import("./types.js").Rule} | null>} */
  rule: new Topic(null),
};
