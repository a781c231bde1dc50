// The server's verdict while one types: asked for once the fingers rest.
import { Refusal, ask } from "../api.js";
import { debounced, readonly } from "../dom.js";

/** @typedef {import("../types.js").File_} File_ */
/** @typedef {import("../types.js").LabProblem} LabProblem */

const LOOK = 300;
const RETRY = 5000;

export class Verdict {
  /** @param {{files: () => File_[], choosing: () => boolean, show: (problems: LabProblem[]) => void}} acts */
  constructor(acts) {
    this.acts = acts;
    this.look = debounced(LOOK, () => void this.check());
    /** @type {AbortController | null} the question that is under way */
    this.asking = null;
  }

  /**
   * Ask for the problems. A newer question overtakes an older one, and what was asked of an older text is not shown. It may
   * fail: Apply will say it then.
   */
  async check() {
    if (readonly()) return;
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const files = this.acts.files();
    try {
      const { problems } = await ask("check", { files }, { signal: asking.signal });
      const current = !asking.signal.aborted && JSON.stringify(files) === JSON.stringify(this.acts.files());
      // In the middle of a word everything is wrong: it is asked again when the choice is made.
      if (current && !this.acts.choosing()) this.acts.show(problems);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 429) window.setTimeout(() => this.look(), RETRY);
    }
  }
}
