// Predict first: the switch, and the question before a packet is sent. What asks and judges is loaded when it is first wanted.
import { byId } from "./dom.js";
import { page } from "./page.js";

export class Prediction {
  /** @param {{get: (name: string) => any, set: (name: string, value: any) => void}} memory */
  constructor(memory) {
    /** What was said before the packet was sent. @type {{guess: import("./predict/judge.js").Guess, tell: typeof import("./predict/predict.js").tell} | null} */
    this.guessed = null;
    this.asking = false;
    const box = byId("predict-switch");
    box.addEventListener("change", () => {
      memory.set("predict", box.checked);
      page.predict.set({ on: box.checked, forced: false });
    });
    page.predict.watch(({ on, forced }) => {
      box.checked = on;
      box.disabled = forced;
    });
    const always = byId("main").dataset.predict === "always";
    page.predict.set({ on: always || page.predict.value.on || Boolean(memory.get("predict")), forced: always || page.predict.value.forced });
  }

  /**
   * Where the page wants it, the learner says where the packet will end.
   * @param {import("./types.js").Snapshot} snapshot
   * @param {() => void} clear what shows the last packet would give it away
   * @param {string} [line] the terminal's line that sends it; the request bar says it where there is none
   * @returns {Promise<boolean>} false where it is not to be sent
   */
  async ask(snapshot, clear, line = "") {
    this.guessed = null;
    byId("predict-told").hidden = true;
    if (!page.predict.value.on) return true;
    if (this.asking) return false;
    this.asking = true;
    page.predicting.set(true);
    const { predict, tell } = await import("./predict/predict.js");
    clear();
    const said = await predict(snapshot, line);
    this.asking = false;
    page.predicting.set(false);
    this.guessed = said && { guess: said, tell };
    return said !== null;
  }

  /** The packet has ended: was it so? @param {import("./types.js").Trace} trace @param {import("./types.js").Branch} branch */
  judge(trace, branch) {
    if (!this.guessed) return;
    this.guessed.tell(this.guessed.guess, trace, branch);
    this.guessed = null;
  }
}
