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
 * @property {(line: string, place?: string) => Promise<void>} run a line in the terminal, at another place where one is named
 * @property {(action: object, label: string) => Promise<void>} act do something to the cluster
 * @property {(name: string) => void} panel open one of the panels beneath the drawing, or `yaml`, or `diagram`
 * @property {() => Promise<void>} refresh something else than this page's own scripts changed the workspace
 * @property {(number: number) => Promise<void>} go to a moment of the time line
 * @property {(trace: import("./types.js").Trace, pick: number, running: boolean) => void} replay
 * @property {() => import("./types.js").File_[]} files as they stand in the editor
 * @property {(name: string) => void} file show this file in the editor, where there is one of this name
 * @property {(fields: string[]) => void} spot light up these fields (`spec.selector`) in the editor, and nothing else; none: nothing
 * @property {() => void} forget the packet that is shown is shown no longer
 * @property {(files: import("./types.js").File_[]) => void} open files from elsewhere in the editor
 */

export const page = {
  hands: new Topic(/** @type {Hands | null} */ (null)),
  state: new Topic(/** @type {State | null} */ (null)),
  journey: new Topic(/** @type {Journey | null} */ (null)),
  /** A moment that is past and shown all the same; action 0: what is shown while it is fetched. */
  moment: new Topic(/** @type {{action: number, moment: number, snapshot: import("./types.js").Snapshot} | null} */ (null)),
  /** The hop that is on. */
  step: new Topic(0),
  /** The line of the terminal that was run last. */
  typed: new Topic(/** @type {{line: string, place: string} | null} */ (null)),
  /** Where in the manifests the caret stands. */
  caret: new Topic(/** @type {{file: string, line: number} | null} */ (null)),
  /** A rule that somebody wants to see in its place. */
  rule: new Topic(/** @type {{place: string, rule: import("./types.js").Rule} | null} */ (null)),
  /**
   * Whether Send first asks where the packet will end. `forced`: the page of a lesson wants it so, and there is no switch; the
   * same is said by `data-predict="always"` on #main.
   */
  predict: new Topic(/** @type {{on: boolean, forced: boolean}} */ ({ on: false, forced: false })),
  /** Whether the learner is being asked just now. */
  predicting: new Topic(false),
  /** What was guessed last, and whether it was right, for lessons. */
  predicted: new Topic(/** @type {{guess: object, verdict: "right" | "close" | "wrong"} | null} */ (null)),
};
