// The workspace: how things stand, everything that changes them, and what is done when the server says no.
import { Refusal, ask, mean } from "./api.js";
import { announce, byId, readonly } from "./dom.js";
import { dismiss, notify } from "./notices.js";
import { page } from "./page.js";
import { mayGiveUp } from "./panels/steps.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").State} State */

/**
 * @typedef {object} Parts of the page that show it
 * @property {import("./diagram/stage.js").Stage} stage
 * @property {import("./journey.js").Journey} journey
 * @property {import("./request.js").RequestBar} request
 * @property {import("./editor/files.js").Files} files
 * @property {import("./output.js").Output} output
 * @property {import("./terminal/terminal.js").Terminal} terminal
 * @property {(name: string) => void} showView
 * @property {(line: string) => Promise<boolean>} guess the learner says where a packet will end; false where it is not to be sent
 */

export class Workspace {
  /** @param {State} state @param {() => Parts} parts asked when something is shown: they and this know each other */
  constructor(state, parts) {
    this.state = state;
    this.parts = parts;
    /** How many answers are awaited: what the socket says meanwhile is their echo. */
    this.asking = 0;
    this.applying = false;
    byId("apply").addEventListener("click", () => void this.apply());
    byId("redo").addEventListener("click", () => this.state.ahead.length && void this.go(this.state.ahead[0].number));
    byId("undo").addEventListener("click", () => void this.undo());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      void this.apply();
    });
  }

  /** A newer state of it. @param {State} newer */
  take(newer) {
    const { stage, request, files } = this.parts();
    this.state = newer;
    mean(newer.workspace);
    page.state.set(newer);
    stage.show(page.moment.value?.snapshot ?? newer.snapshot);
    request.offer(newer.snapshot);
    files.heed(newer.snapshot);
    const last = newer.log[newer.log.length - 1];
    const undo = byId("undo");
    undo.disabled = !last || last.number <= newer.begins;
    undo.title = last ? last.label : "";
    const redo = byId("redo");
    redo.disabled = newer.ahead.length === 0;
    redo.title = newer.ahead[0]?.label ?? "";
  }

  /** A newer state, in which the packet that was shown never was. @param {State} newer */
  begin(newer) {
    this.parts().journey.forget();
    this.take(newer);
  }

  /**
   * Ask, and turn a refusal into a notice: what was typed stays, whatever happens.
   * @template T
   * @param {string} name
   * @param {() => Promise<T>} work
   * @returns {Promise<T | null>}
   */
  async trying(name, work) {
    this.asking += 1;
    try {
      const answer = await work();
      dismiss(name);
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 409) this.conflict(error.body.state);
      else notify(name, error.message, { tone: "bad" });
      return null;
    } finally {
      this.asking -= 1;
    }
  }

  /** Another tab was faster. Nothing is thrown away: the learner decides. @param {State} newer */
  conflict(newer) {
    this.begin(newer);
    const theirs = () => this.parts().files.follow(newer.files);
    notify("conflict", say("conflict"), {
      choices: [{ label: say("apply-mine"), act: () => void this.apply() }, { label: say("take-theirs"), act: theirs }],
    });
  }

  /** @param {boolean} [sure] that later steps may be given up */
  async apply(sure = false) {
    if (this.applying || readonly()) return;
    const { files, output } = this.parts();
    const edited = files.editing();
    if (edited) return void (await this.saveEdit(edited));
    if (!(sure || mayGiveUp(this.state.ahead, () => void this.apply(true)))) return;
    this.applying = true;
    byId("apply").setAttribute("aria-busy", "true");
    const sent = files.all();
    const answer = await this.trying("apply", () => ask("apply", { files: sent, revision: this.state.revision }));
    this.applying = false;
    byId("apply").setAttribute("aria-busy", "false");
    if (!answer) return;
    files.confirmed(sent);
    output.print(`kubectl apply ${sent.map(({ name }) => `-f ${name}`).join(" ")}`, answer.printed);
    files.show(answer.problems);
    this.heard(answer.state);
  }

  /** What `kubectl edit` opened is saved. @param {{name: string, text: string, opened: string}} edited */
  async saveEdit({ name, text, opened }) {
    const { files, output, terminal } = this.parts();
    const answer = await this.trying("edit", () => ask("edit", { opened, text }));
    if (!answer) return;
    output.print(name, answer.printed);
    terminal.tell({ line: name, ...answer.printed });
    if (answer.printed.exit === 0) files.close(name);
    this.heard(answer.state);
  }

  /** An answer's state: where nothing was done, the packet stays. @param {State} newer */
  heard(newer) {
    if (newer.revision !== this.state.revision) this.begin(newer);
    else this.take(newer);
  }

  /** Run a line of the terminal: what it changed is drawn, what it sent is played. @param {string} line @param {string} place */
  async run(line, place) {
    const { files, journey, showView, guess } = this.parts();
    await files.flush();
    if (page.predict.value.on) {
      // A packet that a line sends is predicted as any other is.
      const trial = await this.trying("terminal", () => ask("terminal", { line, place, trial: true }));
      if (!trial) return null;
      if (trial.sends && !(await guess(line))) return null;
    }
    const answer = await this.trying("terminal", () => ask("terminal", { line, place }));
    if (!answer) return null;
    // Was a question asked meanwhile, this would give its answer away.
    await page.predicting.until(false);
    page.typed.set({ line, place });
    if (answer.state) {
      if (answer.trace || !this.looksLike(answer.state)) this.begin(answer.state);
      else this.take(answer.state);
      files.adopt(answer.state.files);
    }
    if (answer.trace) journey.show(answer.trace, answer.pick);
    if (answer.editor) {
      showView("yaml");
      files.edit(answer.editor.name, answer.editor.text);
    }
    return answer;
  }

  /** Whether the cluster looks as before. @param {State} newer */
  looksLike(newer) {
    const { time: _, ...before } = this.state.snapshot;
    const { time: __, ...after } = newer.snapshot;
    return JSON.stringify(before) === JSON.stringify(after);
  }

  /** Do one thing to the cluster. @param {object} action @param {string} label @param {boolean} [sure] */
  async act(action, label, sure = false) {
    if (!(sure || mayGiveUp(this.state.ahead, () => void this.act(action, label, true)))) return;
    const answer = await this.trying("act", () => ask("act", { ...action, revision: this.state.revision }));
    if (!answer) return;
    this.begin(answer.state);
    announce(label);
  }

  /** To another moment of the time line. @param {number} number */
  async go(number) {
    const answer = await this.trying("undo", () => ask("go", { number, revision: this.state.revision }));
    if (answer) this.begin(answer.state);
  }

  async undo() {
    const answer = await this.trying("undo", () => ask("undo", {}));
    if (answer) this.begin(answer.state);
  }

  /** Somebody else may have changed it. @param {number | null} revision */
  async changedElsewhere(revision) {
    if (this.asking || revision === this.state.revision) return;
    const newer = await ask("state").catch(() => null);
    if (!newer || this.asking || newer.revision === this.state.revision) return;
    if (this.looksLike(newer)) this.take(newer);
    else this.begin(newer);
    this.parts().files.adopt(newer.files);
  }
}
