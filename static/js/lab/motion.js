// What moves beneath the drawing: playing the last change moment by moment, a stream of requests, letting time pass, zoom.
// Only the row of buttons is here; what they open is loaded when it is first wanted.
import { byId } from "./dom.js";
import { page } from "./page.js";
import { onVeil, veiled } from "./veil.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./request.js").Request_} Request_ */

/**
 * @typedef {object} Hooks
 * @property {import("./diagram/stage.js").Stage} stage
 * @property {<T>(name: string, work: () => Promise<T>) => Promise<T | null>} trying
 * @property {(name: string, body?: object) => Promise<any>} ask
 * @property {() => Request_ | null} wanted what the request bar asks for
 * @property {(action: object, label: string) => Promise<void>} act
 */

export class Motion {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    /** @type {import("./moments/bar.js").MomentsBar | null} */
    this.bar = null;
    /** @type {import("./traffic/bar.js").TrafficBar | null} */
    this.traffic = null;
    /** What is being prepared is not played. */
    this.hushed = false;
    this.asked = 0;
    this.opening = byId("moments-open");
    this.streaming = byId("stream");
    this.opening.addEventListener("click", () => void this.open(true));
    this.streaming.addEventListener("click", () => void (this.traffic ? this.stop() : this.start()));
    const passing = byId("time-passes");
    passing.addEventListener("click", (/** @type {Event} */ event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest("button[data-seconds]");
      if (!(button instanceof HTMLElement)) return;
      passing.open = false;
      void hooks.act({ type: "advance", seconds: Number(button.dataset.seconds) }, button.textContent ?? "");
    });
    this.zoom();
    onVeil(() => this.veil());
    page.state.watch((state, before) => state && this.heard(state, before ?? null));
    page.moment.watch((moment, before) => {
      if (moment?.snapshot !== before?.snapshot) this.hooks.stage.show(moment?.snapshot ?? page.state.value?.snapshot ?? null);
      byId("stage").toggleAttribute("data-past", Boolean(moment?.action));
    });
  }

  zoom() {
    const { stage } = this.hooks;
    byId("zoom-in").addEventListener("click", () => stage.zoomBy(1.25));
    byId("zoom-out").addEventListener("click", () => stage.zoomBy(0.8));
    byId("zoom-fit").addEventListener("click", () => stage.fit());
    const focus = byId("focus-service");
    focus.addEventListener("change", () => stage.focusOn(focus.value));
  }

  /** @param {State} state @param {State | null} before */
  heard(state, before) {
    this.offerFocus(state);
    const last = state.log[state.log.length - 1];
    const label = last?.label ?? "";
    byId("moments-label").textContent = label;
    this.opening.disabled = !last;
    if (before && state.revision === before.revision) return;
    const moved = before && last && last.type !== "send" && last.number > (before.log[before.log.length - 1]?.number ?? 0);
    if (this.traffic && moved && !this.hushed) {
      // What the stream meets is played: the end is not shown before its beginning.
      page.moment.set({ action: 0, moment: 0, snapshot: before.snapshot });
      void this.open(true);
      return;
    }
    if (before) this.bar?.close();
    page.moment.set(null);
    if (this.traffic && !this.hushed) void this.refresh();
  }

  /** @param {State} state */
  offerFocus(state) {
    const select = byId("focus-service");
    const names = state.snapshot.services.filter(({ clusterIP, namespace, name }) => clusterIP && clusterIP !== "None" && `${namespace}/${name}` !== "default/kubernetes").map(({ namespace, name }) => `${namespace}/${name}`);
    const kept = select.value;
    select.hidden = names.length < 2;
    select.replaceChildren(new Option(say("focus-all"), ""), ...names.map((name) => new Option(name.replace(/^default\//, ""), name)));
    select.value = names.includes(kept) ? kept : "";
    if (select.value !== kept) this.hooks.stage.focusOn(select.value);
  }

  /** Play what the last action set off. @param {boolean} play */
  async open(play) {
    const { hooks } = this;
    const last = page.state.value?.log.at(-1);
    if (!last) return;
    this.asked += 1;
    const asked = this.asked;
    const wanted = this.traffic ? hooks.wanted() : null;
    if (this.traffic) this.traffic.present = null;
    const loaded = await hooks.trying("moments", () => Promise.all([
      hooks.ask(`moments?number=${last.number}`),
      wanted ? hooks.ask("flow", { ...wanted, number: last.number }) : null,
      wanted ? hooks.ask("flow", wanted) : null,
      import("./moments/bar.js"),
      import("./moments/tape.js"),
    ]));
    if (asked !== this.asked) return;
    if (!loaded) return void page.moment.set(null);
    const [answer, flow, present, { MomentsBar }, { Tape }] = loaded;
    this.bar ??= new MomentsBar({ closed: () => this.closed(), ended: () => this.ended() });
    const tape = new Tape(answer, Boolean(this.traffic));
    if (this.traffic) {
      this.traffic.present = present;
      if (flow && tape.moments.length > 1) this.traffic.begin(flow, tape.label);
      else return void page.moment.set(null);
    }
    this.bar.load(tape, play);
    if (!this.traffic) this.bar.buttons.play.focus();
  }

  closed() {
    this.traffic?.end(false);
  }

  /** What was played under load is counted; then requests go on in the cluster as it stands. */
  ended() {
    if (!this.traffic) return;
    this.traffic.end(true);
    this.bar?.close();
  }

  async start() {
    const wanted = this.hooks.wanted();
    if (!wanted) return;
    this.streaming.setAttribute("aria-busy", "true");
    const loaded = await this.hooks.trying("moments", () => Promise.all([this.hooks.ask("flow", wanted), import("./traffic/bar.js")]));
    this.streaming.setAttribute("aria-busy", "false");
    if (!loaded || this.traffic) return;
    this.bar?.close();
    const [present, { TrafficBar }] = loaded;
    this.traffic = new TrafficBar(this.hooks.stage, { stop: () => this.stop(), rollOut: (care, label) => this.rollOut(care, label), bar: () => this.bar });
    this.traffic.present = present;
    this.streaming.setAttribute("aria-pressed", "true");
    this.veil();
  }

  /** A stream tells what becomes of the request: not before it was predicted, where it is to be. */
  veil() {
    this.traffic?.veil(veiled(this.hooks.wanted()));
  }

  stop() {
    const held = byId("traffic").contains(document.activeElement);
    this.traffic?.stop();
    this.traffic = null;
    this.bar?.close();
    this.streaming.setAttribute("aria-pressed", "false");
    if (held) this.streaming.focus();
  }

  /** The request bar asks for something else, or the cluster is another: what can happen now? */
  async refresh() {
    const { traffic } = this;
    const wanted = this.hooks.wanted();
    if (!traffic || !wanted) return;
    this.veil();
    this.asked += 1;
    const asked = this.asked;
    const present = await this.hooks.trying("moments", () => this.hooks.ask("flow", wanted));
    if (asked === this.asked && this.traffic) this.traffic.present = present;
  }

  /**
   * A rolling update under load: first all pods are made of one kind, then they are rolled out once more, and that is played.
   * @param {object} care
   * @param {string} label
   */
  async rollOut(care, label) {
    const about = this.deployment();
    if (!about) return;
    this.hushed = true;
    await this.hooks.act({ type: "roll-out", ...about, ...care }, label);
    this.hushed = false;
    await this.hooks.act({ type: "roll-out", ...about }, label);
  }

  /** The Deployment behind what is asked for; else the first. */
  deployment() {
    const snapshot = page.state.value?.snapshot;
    const wanted = this.hooks.wanted();
    const door = snapshot?.to.find(({ address, port }) => address === wanted?.to.address && port === wanted.to.port);
    const service = snapshot?.services.find(({ namespace, name }) => `${namespace}/${name}` === door?.service);
    const pods = new Set(service?.endpoints.map(({ pod }) => pod));
    const owner = snapshot?.pods.find((pod) => pods.has(`${pod.namespace}/${pod.name}`) && pod.owner?.startsWith("Deployment/"));
    const found = owner ? { namespace: owner.namespace, name: owner.owner?.slice("Deployment/".length) } : snapshot?.deployments[0];
    return found ? { namespace: found.namespace, name: found.name } : null;
  }
}
