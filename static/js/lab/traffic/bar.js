// Continuous traffic: requests flow while somebody breaks and repairs; the strip counts what became of them.
import { announce, byId, h } from "../dom.js";
import { say } from "../words.js";
import { Flights } from "./flights.js";
import { Strip } from "./strip.js";
import { Stream, fate } from "./stream.js";

/** @typedef {import("./stream.js").Flow} Flow */
/** @typedef {{label: string, answered: number, refused: number, lost: number}} Run */

const FATES = /** @type {const} */ (["answered", "refused", "lost"]);
/** Rolling updates to be compared, and what each gives the pods. */
const CARES = [
  { words: "rollout-bare", startup: 4, probe: false, drain: 0 },
  { words: "rollout-probe", startup: 4, probe: true, drain: 0 },
  { words: "rollout-drain", startup: 4, probe: true, drain: 5 },
];

export class TrafficBar {
  /**
   * @param {import("../diagram/stage.js").Stage} stage
   * @param {{stop: () => void, rollOut: (care: object, label: string) => Promise<void>, bar: () => import("../moments/bar.js").MomentsBar | null}} hooks
   */
  constructor(stage, hooks) {
    this.hooks = hooks;
    this.element = byId("traffic");
    this.canvas = h("canvas", { class: "strip", role: "img", "aria-label": say("traffic-strip") });
    this.rate = h("input", { type: "range", class: "rate", min: "1", max: "50", value: "12", "aria-label": say("traffic-rate") });
    this.rateText = h("output", { class: "player-count" });
    /** @type {Record<string, HTMLElement>} */
    this.counts = Object.fromEntries(FATES.map((name) => [name, h("b", {}, "0")]));
    this.note = h("p", { class: "traffic-veil", hidden: true }, say("traffic-veil"));
    this.veiled = false;
    this.runs = h("tbody");
    this.table = h("table", { class: "runs", hidden: true }, h("caption", { class: "visually-hidden" }, say("traffic-runs")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("traffic-run")), ...FATES.map((name) => h("th", { scope: "col" }, say(`traffic-${name}`))))), this.runs);
    const stop = h("button", { type: "button", class: "button small", id: "traffic-stop" }, say("traffic-stop"));
    stop.addEventListener("click", () => this.hooks.stop());
    this.element.replaceChildren(
      h("div", { class: "traffic-row" }, stop, h("span", { class: "traffic-rate" }, this.rate, this.rateText),
        h("p", { class: "traffic-counts" }, ...FATES.map((name) => h("span", { class: "traffic-count", "data-fate": name }, `${say(`traffic-${name}`)} `, this.counts[name]))), this.menu()),
      this.note, this.canvas, this.table, h("i", { id: "traffic-probe", hidden: true }),
    );
    this.element.hidden = false;
    this.rate.addEventListener("input", () => this.paintRate());
    this.paintRate();
    this.stream = new Stream();
    this.strip = new Strip(this.canvas);
    this.flights = new Flights(stage, this.strip);
    /** What can become of a request now. @type {Flow | null} */
    this.present = null;
    /** The same in each moment of the tape that is played. @type {Flow | null} */
    this.played = null;
    /** @type {Run | null} */
    this.run = null;
    this.moment = -1;
    this.told = 0;
    this.last = performance.now();
    this.before = 0;
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  menu() {
    const menu = h("details", { class: "menu up" }, h("summary", { class: "button small" }, say("rollout-menu")),
      h("div", { class: "menu-list" }, ...CARES.map(({ words, ...care }) => {
        const item = h("button", { type: "button" }, say(words));
        item.addEventListener("click", () => {
          menu.open = false;
          void this.hooks.rollOut(care, say(words));
        });
        return item;
      })));
    return menu;
  }

  paintRate() {
    const words = say("traffic-per-second", { rate: this.rate.value });
    this.rateText.textContent = words;
    this.rate.setAttribute("aria-valuetext", words);
  }

  /** A tape is about to be played: what is counted from here on is its own. @param {Flow} flow @param {string} label */
  begin(flow, label) {
    this.played = flow;
    this.moment = -1;
    this.before = 0;
    this.run = { label, answered: 0, refused: 0, lost: 0 };
  }

  /** It was played to its end, or left. @param {boolean} whole */
  end(whole) {
    const { run } = this;
    this.played = null;
    this.run = null;
    if (!run || !whole) return;
    this.table.hidden = false;
    this.runs.prepend(h("tr", {}, h("th", { scope: "row" }, run.label), ...FATES.map((name) => h("td", { "data-fate": name, "data-some": run[name] > 0 }, String(run[name])))));
    while (this.runs.children.length > 3) this.runs.lastElementChild?.remove();
    announce(say("traffic-told", { label: run.label, answered: run.answered, refused: run.refused, lost: run.lost }));
  }

  /** What becomes of the requests is not shown, and none is sent, while somebody has yet to say it. @param {boolean} on */
  veil(on) {
    if (on === this.veiled) return;
    this.veiled = on;
    this.note.hidden = !on;
    this.canvas.hidden = on;
    this.element.toggleAttribute("data-veiled", on);
    if (on) this.flights.clear();
  }

  /** @param {number} now */
  tick(now) {
    if (this.veiled) {
      this.last = now;
      this.frame = requestAnimationFrame((next) => this.tick(next));
      return;
    }
    const wall = Math.max(0, Math.min(100, now - this.last)) / 1000;
    this.last = now;
    const bar = this.hooks.bar();
    const tape = bar?.tape;
    if (tape && this.played) {
      // Simulated time: as much of it as the tape went on. While it stands still nothing is sent.
      const reached = tape.seconds(bar.at);
      const index = bar.index;
      if (index !== this.moment) {
        this.moment = index;
        this.strip.mark(this.stream.time);
      }
      this.send(Math.max(0, reached - this.before), this.played, index);
      this.before = reached;
    } else if (!tape && this.present) this.send(wall, this.present, 0);
    this.flights.draw(now);
    this.strip.draw(this.stream);
    if (now - this.told > 250) this.tell(now);
    this.frame = requestAnimationFrame((next) => this.tick(next));
  }

  /** @param {number} seconds @param {Flow} flow @param {number} index */
  send(seconds, flow, index) {
    if (!seconds) return;
    const sent = this.stream.pass(seconds, Number(this.rate.value), flow.moments[index] ?? null, flow.together);
    if (this.run) for (const { kind } of sent) this.run[fate(kind)] += 1;
    this.flights.send(sent, flow.ways);
  }

  /** @param {number} now */
  tell(now) {
    this.told = now;
    const sums = { answered: 0, refused: 0, lost: 0 };
    for (const [kind, count] of Object.entries(this.stream.counts)) sums[fate(kind)] += count;
    for (const name of FATES) if (this.counts[name].textContent !== String(sums[name])) this.counts[name].textContent = String(sums[name]);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.flights.stop();
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
