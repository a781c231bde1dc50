// The teacher's clock. The server's decides what is late; this one shows it, as far from it as the line is slow.
import { say } from "../lab/words.js";

export class Clock {
  /** @param {() => void} ended */
  constructor(ended) {
    this.ended = ended;
    this.offset = 0;
    this.ticking = 0;
  }

  /** @param {number} now the server's, in milliseconds */
  set(now) {
    if (now) this.offset = now - Date.now();
  }

  /** @param {HTMLElement} card with `data-closes`, and in it a place for the clock */
  show(card) {
    this.stop();
    const place = /** @type {HTMLElement | null} */ (card.querySelector(".clock"));
    const closes = Number(card.dataset.closes ?? place?.dataset.closes ?? 0) * 1000;
    if (!place) return;
    place.hidden = !closes;
    if (!closes) return;
    const tick = () => {
      const left = Math.max(0, Math.ceil((closes - Date.now() - this.offset) / 1000));
      place.textContent = left ? say("live-left", { seconds: left }) : say("live-time-up");
      place.toggleAttribute("data-short", left <= 10);
      if (left) return;
      this.stop();
      this.ended();
    };
    this.ticking = window.setInterval(tick, 250);
    tick();
  }

  stop() {
    window.clearInterval(this.ticking);
  }
}
