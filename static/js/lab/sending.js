// Sending: one packet, a hundred, or only a look at where one would go. Where the page wants it so, it is predicted first.
import { ask } from "./api.js";
import { page } from "./page.js";

/** @typedef {import("./request.js").Request_} Request_ */

/**
 * @typedef {object} Parts
 * @property {import("./workspace.js").Workspace} workspace
 * @property {import("./journey.js").Journey} journey
 * @property {import("./prediction.js").Prediction} prediction
 * @property {import("./request.js").RequestBar} request
 * @property {(name: string) => void} showView
 * @property {(name: string) => void} openPanel
 */

/** Where a packet goes: into the moment that is shown. @param {Request_} wanted */
function into(wanted) {
  const moment = page.moment.value;
  return moment?.action ? { ...wanted, at: { action: moment.action, moment: moment.moment } } : wanted;
}

export class Sending {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    /** Whether the request bar was changed since the packet was sent that is shown. */
    this.changed = false;
    page.journey.watch(() => {
      this.changed = false;
    });
  }

  /** The learner says where the packet will end. @param {string} [line] @returns {Promise<boolean>} false where it is not to be sent */
  guess(line) {
    const { workspace, journey, prediction } = this.parts;
    return prediction.ask(workspace.state.snapshot, () => journey.forget(), line);
  }

  /** The same for a line of the terminal: where only one of the two is seen, the question comes to the front for as long. @param {string} line */
  async guessAside(line) {
    const { showView } = this.parts;
    showView("diagram");
    const said = await this.guess(line);
    showView("packet");
    return said;
  }

  /** @param {string} name @param {object} body */
  async ask(name, body) {
    const { workspace, request } = this.parts;
    request.busy(true);
    const answer = await workspace.trying("send", () => ask(name, body));
    request.busy(false);
    return answer;
  }

  /** @param {Request_} wanted */
  async one(wanted) {
    if (!(await this.guess())) return;
    const { workspace, journey } = this.parts;
    const answer = await this.ask("send", into(wanted));
    if (!answer) return;
    workspace.take(answer.state);
    void journey.count(null);
    // The server drew which branch this packet took: its connection is tracked now. The others can be looked at.
    journey.show(answer.trace, answer.pick);
  }

  /** A hundred at once: what can happen is asked for once, and drawn from here. @param {Request_} wanted */
  async many(wanted) {
    if (!(await this.guess())) return;
    const { journey, openPanel } = this.parts;
    const answer = await this.ask("trace", into(wanted));
    if (!answer) return;
    journey.show(answer.trace, undefined, false);
    journey.showPaths(true);
    void journey.count(answer);
    openPanel("packet");
    journey.ended();
  }

  /** Play where a request could go, the likeliest way; nothing is sent. @param {Request_} wanted @returns {Promise<boolean>} whether it is played */
  async look(wanted) {
    if (!(await this.guess())) return false;
    const { workspace, journey, showView } = this.parts;
    const answer = await workspace.trying("send", () => ask("trace", wanted));
    if (!answer) return false;
    void journey.count(null);
    showView("diagram");
    journey.show(answer.trace, answer.trace.outcomes[0].branches[0]);
    return true;
  }

  /** The request that is on the page: that of the journey, unless the request bar says another by now. */
  present() {
    const { journey, request } = this.parts;
    return (this.changed ? null : journey.request()) ?? request.wanted();
  }
}
