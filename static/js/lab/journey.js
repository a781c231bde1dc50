// The packet that is shown: where it could go, which of these ways is played, and that a reload does not lose it.
import { ask } from "./api.js";
import { byId, debounced } from "./dom.js";
import { page } from "./page.js";
import { PacketPanel } from "./panels/packet.js";
import { Tally } from "./panels/tally.js";
import { Player } from "./player/player.js";
import { timelineOf } from "./player/timeline.js";

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Branch} Branch */

/**
 * @typedef {object} Hooks
 * @property {{get: (name: string) => any, set: (name: string, value: any) => void}} memory
 * @property {() => number} revision of the workspace as it is now
 * @property {(trace: Trace, branch: Branch) => void} ended the packet has come to its end
 * @property {() => void} why somebody wants to know why it ended so
 */

export class Journey {
  /** @param {import("./diagram/stage.js").Stage} stage @param {Hooks} hooks */
  constructor(stage, hooks) {
    this.stage = stage;
    this.hooks = hooks;
    /** @type {Trace | null} */
    this.trace = null;
    /** @type {Branch | null} */
    this.branch = null;
    this.tally = new Tally();
    this.panel = new PacketPanel({
      goTo: (index) => this.player.goTo(index),
      pick: (chosen) => this.play(chosen, 0, true),
      why: hooks.why,
    });
    this.player = new Player({
      render: (time) => {
        stage.render(time);
        this.remember();
      },
      step: (index) => {
        this.panel.mark(index);
        page.step.set(index);
      },
      ended: () => {
        this.panel.end(true);
        this.ended();
      },
    });
    this.remember = debounced(400, () => {
      const { trace, branch, player } = this;
      if (trace && branch) hooks.memory.set("trace", { trace, branch: branch.id, time: player.time, revision: hooks.revision(), language: document.documentElement.lang });
    });
    this.paths = byId("all-paths");
    this.paths.addEventListener("click", () => this.showPaths(!this.allShown()));
    window.addEventListener("pagehide", () => this.remember.now());
  }

  /**
   * A trace takes the place of the one before.
   * @param {Trace} trace
   * @param {number | undefined} pick the branch that is played; the first where there is none of that number
   * @param {boolean} [running]
   */
  show(trace, pick, running = true) {
    this.trace = trace;
    this.play(trace.branches.find(({ id }) => id === pick) ?? trace.branches[0], 0, running);
    this.remember();
  }

  /**
   * @param {Branch} chosen
   * @param {number} time
   * @param {boolean} running
   */
  play(chosen, time, running) {
    this.branch = chosen;
    if (this.trace) page.journey.set({ trace: this.trace, branch: chosen });
    const timeline = timelineOf(chosen);
    this.panel.show(this.trace, chosen);
    this.showPaths(this.allShown());
    this.stage.play(timeline);
    this.player.load(timeline, time);
    if (running) this.player.play();
  }

  /** The journey belongs to a cluster that is no more. */
  forget() {
    this.trace = null;
    this.branch = null;
    this.player.load(null);
    this.stage.play(null);
    this.panel.show(null, null);
    this.tally.show(null);
    this.showPaths(this.allShown());
    page.journey.set(null);
    this.hooks.memory.set("trace", null);
  }

  ended() {
    if (this.trace && this.branch) this.hooks.ended(this.trace, this.branch);
  }

  allShown() {
    return this.paths.getAttribute("aria-pressed") === "true";
  }

  /** Every way at once. @param {boolean} on */
  showPaths(on) {
    this.paths.setAttribute("aria-pressed", String(on));
    this.paths.disabled = !this.trace;
    this.stage.showPaths(on ? this.trace : null);
  }

  /** The request that was sent on this journey. @returns {import("./request.js").Request_ | null} */
  request() {
    if (!this.trace) return null;
    const { from, to, protocol, http } = this.trace.request;
    return { from, to: { address: to.address, port: Number(to.port) }, protocol, ...(http && { http }) };
  }

  /** Go on where a reload or a change of language broke off. @param {import("./workspace.js").Workspace["trying"]} trying */
  async resume(trying) {
    const kept = this.hooks.memory.get("trace");
    if (!kept || kept.revision !== this.hooks.revision()) return;
    /** @type {Trace} */
    let found = kept.trace;
    if (kept.language !== document.documentElement.lang) {
      // The same journey in other words: it was sent once, and is not sent again.
      const { from, to, protocol, http } = found.request;
      const wanted = { from, to: { address: to.address, port: to.port }, protocol, http };
      const answer = await trying("trace", () => ask("trace", wanted));
      if (!answer || this.trace) return;
      found = answer.trace;
    }
    const known = found.branches.find(({ id }) => id === kept.branch);
    if (!known) return;
    this.trace = found;
    this.play(known, kept.time, false);
    this.remember();
  }
}
