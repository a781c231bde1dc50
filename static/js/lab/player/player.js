// The one clock. Playing, stepping and scrubbing all set the same time, and everything that shows the packet reads it.
import { byId, wantsCalm } from "../dom.js";
import { say } from "../words.js";
import { at, rest } from "./timeline.js";

/** @typedef {import("./timeline.js").Timeline} Timeline */

export class Player {
  /**
   * @param {{render: (time: number) => void, step: (index: number) => void, ended: () => void}} shows
   * @param {string} prefix what the ids of its parts begin with: a page may have several
   */
  constructor(shows, prefix = "") {
    const part = (/** @type {string} */ id) => byId(prefix + id);
    this.shows = shows;
    /** @type {Timeline | null} */
    this.timeline = null;
    this.time = 0;
    this.goal = 0;
    this.playing = false;
    this.frame = 0;
    this.last = 0;
    this.index = -1;
    this.element = part("player");
    this.slider = part("player-slider");
    this.buttons = { start: part("player-start"), back: part("player-back"), play: part("player-play"), forward: part("player-forward") };
    this.speed = part("player-speed");
    this.count = part("player-count");
    this.line = part("player-ticks");
    this.listen();
  }

  listen() {
    const { start, back, play, forward } = this.buttons;
    start.addEventListener("click", () => this.seek(0));
    back.addEventListener("click", () => this.back());
    play.addEventListener("click", () => this.toggle());
    forward.addEventListener("click", () => this.forward());
    this.slider.addEventListener("input", () => {
      this.pause();
      this.seek(Number(this.slider.value));
    });
    this.element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const target = /** @type {Element} */ (event.target);
      if (!this.timeline || event.ctrlKey || event.altKey || event.metaKey || target === this.speed) return;
      const act = {
        " ": () => this.toggle(),
        ArrowRight: () => this.forward(),
        ArrowLeft: () => this.back(),
        ArrowUp: () => this.forward(),
        ArrowDown: () => this.back(),
        Home: () => this.seek(0),
        End: () => {
          // What plays towards an earlier goal would jump back to it.
          this.pause();
          this.seek(this.timeline?.duration ?? 0);
        },
      }[event.key];
      // Space on a button is that button's own.
      if (!act || (event.key === " " && target.closest("button"))) return;
      event.preventDefault();
      act();
    });
  }

  /** @param {Timeline | null} timeline @param {number} [time] */
  load(timeline, time = 0) {
    this.pause();
    this.timeline = timeline;
    this.index = -1;
    for (const control of [...Object.values(this.buttons), this.slider]) control.disabled = !timeline;
    this.slider.max = String(timeline?.duration ?? 0);
    this.ticks();
    if (timeline) this.seek(Math.min(time, timeline.duration));
    else {
      this.count.textContent = "";
      this.slider.style.removeProperty("--played");
    }
  }

  /** Where hops begin on the line; those that rewrite an address, and where the journey turns, stand out. */
  ticks() {
    const ticks = (this.timeline?.steps ?? []).slice(1).map((step, index) => {
      const tick = document.createElement("i");
      tick.toggleAttribute("data-changed", step.changes);
      tick.toggleAttribute("data-turn", step.hop.leg !== this.timeline?.steps[index].hop.leg);
      const share = step.lands / (this.timeline?.duration ?? 1);
      // The slider's thumb runs half its width inside the track's ends.
      tick.style.insetInlineStart = `calc(${share * 100}% + ${8 - share * 16}px)`;
      return tick;
    });
    this.line.replaceChildren(...ticks);
  }

  /** Show a moment. @param {number} time */
  seek(time) {
    const { timeline } = this;
    if (!timeline) return;
    this.time = Math.max(0, Math.min(time, timeline.duration));
    const { step } = at(timeline, this.time);
    // Less motion: each hop is shown as it ends, no flights between.
    this.shows.render(wantsCalm() ? rest(step) : this.time);
    this.slider.value = String(Math.round(this.time));
    this.slider.style.setProperty("--played", `${(this.time / timeline.duration) * 100}%`);
    if (step.index !== this.index) {
      this.index = step.index;
      const count = `${step.index + 1} / ${timeline.steps.length}`;
      this.count.textContent = count;
      this.slider.setAttribute("aria-valuetext", say("slider-text", { step: step.index + 1, of: timeline.steps.length, place: step.hop.place, text: step.hop.text }));
      this.shows.step(step.index);
    }
    if (this.time >= timeline.duration) this.shows.ended();
  }

  /** @param {number} [goal] where to stop by itself */
  play(goal) {
    const { timeline } = this;
    if (!timeline) return;
    if (goal === undefined && this.time >= timeline.duration) this.seek(0);
    this.goal = goal ?? timeline.duration;
    if (this.playing) return;
    this.playing = true;
    this.paint();
    this.last = performance.now();
    const tick = (/** @type {number} */ now) => {
      if (!this.playing) return;
      // A tab that slept does not make the packet leap.
      const passed = Math.min(100, now - this.last) * Number(this.speed.value);
      this.last = now;
      const next = Math.min(this.goal, this.time + Math.max(0, passed));
      if (next >= this.goal) this.pause();
      else this.frame = requestAnimationFrame(tick);
      this.seek(next);
    };
    this.frame = requestAnimationFrame(tick);
  }

  pause() {
    this.playing = false;
    cancelAnimationFrame(this.frame);
    this.paint();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  forward() {
    const { timeline } = this;
    if (!timeline) return;
    if (this.playing) this.seek(this.goal < timeline.duration ? this.goal : this.time);
    this.pause();
    const step = timeline.steps.find((candidate) => rest(candidate) > this.time + 1);
    const goal = step ? rest(step) : timeline.duration;
    if (wantsCalm()) this.seek(step?.index === timeline.steps.length - 1 ? timeline.duration : goal);
    else this.play(step?.index === timeline.steps.length - 1 ? timeline.duration : goal);
  }

  back() {
    const { timeline } = this;
    if (!timeline) return;
    this.pause();
    const { step } = at(timeline, this.time);
    const before = timeline.steps[step.index - 1];
    this.seek(before ? rest(before) : 0);
  }

  /** @param {number} index */
  goTo(index) {
    const step = this.timeline?.steps[index];
    if (!step) return;
    this.pause();
    this.seek(rest(step));
  }

  paint() {
    const { play } = this.buttons;
    this.element.toggleAttribute("data-playing", this.playing);
    const words = this.playing ? play.dataset.pause : play.dataset.play;
    play.setAttribute("aria-label", words);
    play.title = words;
  }
}
