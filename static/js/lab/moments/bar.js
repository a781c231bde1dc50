// Plays a tape: the drawing shows each moment, one line says what happened in it. Play, pause, step, scrub; keyboard too.
import { announce, byId, h, s } from "../dom.js";
import { page } from "../page.js";
import { say } from "../words.js";

/** @typedef {import("./tape.js").Tape} Tape */

const SIGNS = {
  back: "M16 5v14L6 12z",
  play: "M7 4.5v15L20 12z",
  pause: "M6.5 5h4v14h-4zm7 0h4v14h-4z",
  forward: "M8 5v14l10-7z",
  close: "M6 7.4 7.4 6 12 10.6 16.6 6 18 7.4 13.4 12l4.6 4.6-1.4 1.4-4.6-4.6L7.4 18 6 16.6l4.6-4.6z",
};

/** @param {string} sign @param {string} name */
function button(sign, name) {
  return h("button", { type: "button", class: "icon-button", "aria-label": name, title: name }, s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, s("path", { d: sign })));
}

export class MomentsBar {
  /** @param {{closed: () => void, ended: () => void}} hears */
  constructor(hears) {
    this.hears = hears;
    this.element = byId("moments");
    /** @type {Tape | null} */
    this.tape = null;
    this.at = 0;
    this.index = -1;
    this.playing = false;
    this.last = 0;
    this.frame = 0;
    this.buttons = { back: button(SIGNS.back, say("moment-back")), play: button(SIGNS.play, say("moments-play")), forward: button(SIGNS.forward, say("moment-forward")), close: button(SIGNS.close, say("moments-close")) };
    this.slider = h("input", { type: "range", class: "player-slider", min: "0", step: "1", "aria-label": say("moments-position") });
    this.ticks = h("div", { class: "player-ticks", "aria-hidden": "true" });
    this.count = h("output", { class: "player-count" });
    this.speed = h("select", { class: "select player-speed", "aria-label": say("moments-speed") }, ...["0.25", "0.5", "1", "2", "4"].map((value) => h("option", { value, selected: value === "1" }, `${value}×`)));
    this.text = h("ul", { class: "moment-text", id: "moment-text" });
    this.element.replaceChildren(
      h("div", { class: "moments-row" }, h("div", { class: "player-buttons" }, this.buttons.back, this.buttons.play, this.buttons.forward), h("div", { class: "player-line" }, this.ticks, this.slider), this.count, this.speed, this.buttons.close),
      this.text,
    );
    this.listen();
  }

  listen() {
    this.buttons.back.addEventListener("click", () => this.step(-1));
    this.buttons.forward.addEventListener("click", () => this.step(1));
    this.buttons.play.addEventListener("click", () => this.toggle());
    this.buttons.close.addEventListener("click", () => this.close());
    this.slider.addEventListener("input", () => {
      this.pause();
      this.seek(Number(this.slider.value));
    });
    this.element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const target = /** @type {Element} */ (event.target);
      if (event.ctrlKey || event.altKey || event.metaKey || target === this.speed) return;
      const act = {
        " ": () => this.toggle(),
        ArrowRight: () => this.step(1),
        ArrowLeft: () => this.step(-1),
        Home: () => this.jump(0),
        End: () => this.jump((this.tape?.starts.length ?? 1) - 1),
        Escape: () => this.close(),
      }[event.key];
      if (!act || (event.key === " " && target.closest("button"))) return;
      event.preventDefault();
      act();
    });
  }

  /** @param {Tape} tape @param {boolean} play */
  load(tape, play) {
    this.pause();
    this.tape = tape;
    this.index = -1;
    this.element.hidden = false;
    this.slider.max = String(Math.round(tape.duration));
    this.ticks.replaceChildren(...tape.starts.slice(1).map((start) => {
      const tick = document.createElement("i");
      const share = start / tape.duration;
      tick.style.insetInlineStart = `calc(${share * 100}% + ${8 - share * 16}px)`;
      return tick;
    }));
    this.seek(0);
    if (play) this.play();
  }

  /** @param {number} at */
  seek(at) {
    const { tape } = this;
    if (!tape) return;
    this.at = Math.max(0, Math.min(at, tape.duration));
    this.slider.value = String(Math.round(this.at));
    this.slider.style.setProperty("--played", `${(this.at / tape.duration) * 100}%`);
    const index = tape.index(this.at);
    if (index !== this.index) this.show(index);
    this.count.textContent = say("moment-time", { seconds: tape.seconds(this.at).toFixed(tape.lasts > 20 ? 0 : 2) });
  }

  /** @param {number} index */
  show(index) {
    const { tape } = this;
    if (!tape) return;
    this.index = index;
    const { texts } = tape.moments[index];
    const said = texts.length ? texts : [say(index ? "moment-end" : "moment-start")];
    this.text.replaceChildren(...said.map((text) => h("li", {}, text)));
    this.slider.setAttribute("aria-valuetext", say("moment-value", { moment: index + 1, of: tape.moments.length, text: said.join(" ") }));
    page.moment.set({ action: tape.action, moment: index, snapshot: tape.snapshots[index] });
  }

  play() {
    const { tape } = this;
    if (!tape || this.playing) return;
    if (this.at >= tape.duration) this.seek(0);
    this.playing = true;
    this.paint();
    this.last = performance.now();
    const tick = (/** @type {number} */ now) => {
      if (!this.playing || !this.tape) return;
      const passed = Math.max(0, Math.min(100, now - this.last)) * Number(this.speed.value);
      this.last = now;
      this.seek(this.at + passed);
      if (this.at >= this.tape.duration) {
        this.pause();
        announce(say("moments-ended"));
        this.hears.ended();
      } else this.frame = requestAnimationFrame(tick);
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

  /** @param {number} by */
  step(by) {
    const { tape } = this;
    if (!tape) return;
    this.jump(Math.max(0, Math.min(tape.starts.length - 1, this.index + by)));
  }

  /** @param {number} index */
  jump(index) {
    const { tape } = this;
    if (!tape) return;
    this.pause();
    // A hair after its start, so that no rounding shows the one before.
    this.seek(tape.starts[index] + 0.01);
    announce(this.text.textContent ?? "");
  }

  /** Back to how things stand. */
  close() {
    if (!this.tape) return;
    this.pause();
    const held = this.element.contains(document.activeElement);
    this.tape = null;
    this.element.hidden = true;
    page.moment.set(null);
    if (held) byId("moments-open").focus();
    this.hears.closed();
  }

  paint() {
    const { play } = this.buttons;
    play.querySelector("path")?.setAttribute("d", this.playing ? SIGNS.pause : SIGNS.play);
    const name = say(this.playing ? "moments-pause" : "moments-play");
    play.setAttribute("aria-label", name);
    play.title = name;
    this.element.toggleAttribute("data-playing", this.playing);
  }
}
