// The line to the room: it comes back by itself, says every 20 seconds that this page is there, and hears what changed.
import { byId } from "../lab/dom.js";
import { say } from "../lab/words.js";

const BEAT = 20_000;
const FORBIDDEN = 4003;

/** @typedef {Record<string, any> & {type: string}} Heard */

export class Line {
  /**
   * @param {string} as what this page is in the room
   * @param {(heard: Heard) => void} hear
   */
  constructor(as, hear) {
    this.as = as;
    this.hear = hear;
    this.tries = 0;
    /** @type {WebSocket | null} */
    this.socket = null;
    this.over = false;
    window.setInterval(() => this.beat(), BEAT);
    // Who comes back to a page that slept is there at once.
    document.addEventListener("visibilitychange", () => document.hidden || this.beat());
    window.addEventListener("online", () => this.open());
    window.addEventListener("pagehide", () => {
      this.over = true;
      this.socket?.close();
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
    this.open();
  }

  open() {
    if (this.over || (this.socket && this.socket.readyState <= WebSocket.OPEN)) return;
    const query = new URLSearchParams({ room: byId("class").dataset.room, as: this.as, language: document.documentElement.lang });
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/class/?${query}`);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.tries = 0;
      connection("");
    });
    socket.addEventListener("message", ({ data }) => {
      const heard = JSON.parse(data);
      if (heard.type === "out") this.over = true;
      this.hear(heard);
    });
    socket.addEventListener("close", ({ code }) => {
      if (this.over) return;
      if (code === FORBIDDEN) {
        this.over = true;
        this.hear({ type: "out" });
        return;
      }
      connection(say("class-offline"));
      // A whole class that lost its line does not come back in the same moment.
      this.tries += 1;
      window.setTimeout(() => this.open(), Math.min(8000, 500 * 2 ** this.tries) * (0.5 + Math.random() / 2));
    });
  }

  beat() {
    if (!this.say(this.as === "seat" ? { say: "here" } : { say: "rows" })) this.open();
  }

  /** Whether anything can be said and heard now. */
  open_now() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Whether it could be said. @param {object} words */
  say(words) {
    if (!this.open_now()) return false;
    this.socket?.send(JSON.stringify(words));
    return true;
  }
}

/** @param {string} text */
export function connection(text) {
  const place = byId("class-connection");
  place.textContent = text;
  place.hidden = !text;
}

/** Buttons that copy what stands in a field. */
export function startCopying() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.textContent ?? "";
    button.addEventListener("click", async () => {
      const field = byId(/** @type {HTMLElement} */ (button).dataset.copy ?? "");
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = say("class-copied");
        window.setTimeout(() => (button.textContent = label), 2000);
      } catch {
        field.type = "text"; // It may not be copied from here: the visitor does it.
        field.select();
      }
    });
  }
}
