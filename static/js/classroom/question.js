// A learner's live question: shows what the room says, keeps what is being typed, and sends an answer until it is heard.
import { announce } from "../lab/dom.js";
import { say } from "../lab/words.js";
import { startOrder } from "../quiz/order.js";
import { Clock } from "./clock.js";
import { dress } from "./dress.js";

const PATIENCE = 4000; // milliseconds until an answer that nobody took is sent by a plain request
const LONGEST = 7000; // letters that fit through the socket
const SETTLING = 800; // milliseconds in which keys still belong to what was there before

/** @typedef {{key: string, own: boolean, now: number, html?: string, mine?: string, filled?: Record<string, string[]>}} Told */
/** @typedef {{address: string, say: (words: object) => boolean, changed: (shown: boolean, fresh: boolean) => void}} Acts */
/** @typedef {{asking: string, round: number, form: string, action: string, timer: number}} Pending */

export class Question {
  /** @param {HTMLElement} place where the card stands @param {Acts} acts */
  constructor(place, acts) {
    this.place = place;
    this.acts = acts;
    this.key = "";
    this.own = false;
    /** How often something was told. */
    this.turns = 0;
    this.since = 0;
    /** @type {Pending | null} */
    this.pending = null;
    this.clock = new Clock(() => this.timeUp());
    place.addEventListener("submit", (event) => this.submit(/** @type {SubmitEvent} */ (event)));
    place.addEventListener("click", (event) => this.turn(event));
    document.addEventListener("keydown", (event) => this.choose(event));
  }

  get card() {
    return /** @type {HTMLElement | null} */ (this.place.querySelector("#card"));
  }

  /** What the server rendered into the page. @param {string} key @param {boolean} own @param {number} now @param {Record<string, string[]>} filled */
  begin(key, own, now, filled) {
    this.key = key;
    this.own = own;
    this.clock.set(now);
    this.arrange(filled);
  }

  /** @param {Told} told */
  async take(told) {
    const turn = ++this.turns;
    if (told.own && told.html === undefined) {
      const fetched = await this.fetch();
      // What was told meanwhile is newer than what was asked for.
      if (!fetched || turn !== this.turns) return;
      told = fetched;
    }
    this.clock.set(told.now);
    this.own = told.own;
    if (!told.key) return this.over();
    const before = this.card?.dataset;
    const fresh = told.key !== this.key;
    this.key = told.key;
    const card = parsed(told.html ?? "");
    const same = before && before.state === "open" && card.dataset.state === "open" && before.asking === card.dataset.asking && before.round === card.dataset.round && !("told" in card.dataset) && !("told" in before);
    if (same) this.update(card);
    else if (fresh || this.card?.outerHTML !== card.outerHTML) this.replace(card, told, before);
    if (same && told.mine) this.mine(told.mine);
    this.acts.changed(true, fresh && !same);
  }

  /** The same question: what is typed stays. @param {HTMLElement} card */
  update(card) {
    const here = /** @type {HTMLElement} */ (this.card);
    const slot = here.querySelector("[data-slot=bars]");
    const bars = card.querySelector("[data-slot=bars]");
    if (slot && bars) slot.replaceChildren(...bars.childNodes);
    if (card.dataset.closes) here.dataset.closes = card.dataset.closes;
    else delete here.dataset.closes;
    this.clock.show(here);
  }

  /** @param {HTMLElement} card @param {Told} told @param {DOMStringMap | undefined} before */
  replace(card, told, before) {
    const again = before?.asking === card.dataset.asking && before?.round !== card.dataset.round;
    const prompt = card.querySelector("#prompt")?.textContent?.trim() ?? "";
    this.place.replaceChildren(card);
    // Who had scrolled down to the last one begins at the top of this one.
    if (before?.asking !== card.dataset.asking) (this.place.closest("dialog") ?? window).scrollTo(0, 0);
    this.since = performance.now();
    this.drop();
    if (told.mine) this.mine(told.mine);
    this.arrange(told.filled ?? {});
    const { state } = card.dataset;
    if (state === "open") announce(say(again ? "live-again" : "live-new", { prompt }));
    else if (state === "closed") announce(say("live-closed"));
    else if (state === "revealed") announce(say("live-told"));
  }

  /** @param {string} html */
  mine(html) {
    const slot = this.place.querySelector("#mine");
    if (slot) slot.replaceChildren(...parse(html));
  }

  /** @param {Record<string, string[]>} filled */
  arrange(filled) {
    const { card } = this;
    if (!card) return;
    fill(card, filled);
    const order = /** @type {HTMLElement | null} */ (card.querySelector("#order"));
    if (order) startOrder(order);
    dress(card);
    this.clock.show(card);
  }

  over() {
    const was = this.key !== "";
    this.key = "";
    this.clock.stop();
    this.drop();
    if (was) announce(say("live-over"));
    this.acts.changed(false, was);
  }

  /** @param {number} [number] */
  async fetch(number = 0) {
    try {
      const answer = await fetch(`${this.acts.address}?number=${number}`, { headers: { Accept: "application/json" } });
      return answer.ok ? /** @type {Told} */ (await answer.json()) : null;
    } catch {
      return null;
    }
  }

  /** How things stand, by a plain request. */
  async poll() {
    const { turns } = this;
    const told = await this.fetch(this.own ? Number(this.card?.dataset.number ?? 0) : 0);
    if (told && turns === this.turns && (told.key !== this.key || !told.own)) await this.take(told);
  }

  /** @param {number} number of the question to turn to, 0 for the next one that waits */
  async go(number) {
    const told = await this.fetch(number);
    if (!told) return this.error(say("live-lost"));
    await this.take(told);
    /** @type {HTMLElement | null} */ (this.place.querySelector("#prompt"))?.focus();
  }

  /** @param {Event} event */
  turn(event) {
    const link = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("a[data-number]"));
    if (!link) return;
    event.preventDefault();
    void this.go(Number(link.dataset.number));
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.id !== "answer") return;
    event.preventDefault();
    if (this.pending) return;
    const { asking = "", round = "" } = this.card?.dataset ?? {};
    const fields = new FormData(form, event.submitter);
    fields.delete("csrfmiddlewaretoken");
    const text = new URLSearchParams(/** @type {any} */ (fields)).toString();
    this.pending = { asking, round: Number(round), form: text, action: form.action, timer: 0 };
    this.busy(true);
    this.error("");
    const said = text.length <= LONGEST && this.acts.say({ say: "answer", asking, round: Number(round), form: text });
    if (said) this.pending.timer = window.setTimeout(() => void this.post(), PATIENCE);
    else void this.post();
  }

  /** By a plain request. An answer that arrives twice counts once. */
  async post() {
    const { pending } = this;
    if (!pending) return;
    try {
      const token = /** @type {HTMLInputElement} */ (document.querySelector("input[name=csrfmiddlewaretoken]")).value;
      const answer = await fetch(pending.action, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json", "X-CSRFToken": token },
        body: pending.form,
      });
      const said = await answer.json().catch(() => ({}));
      const { asking, round } = pending;
      if (answer.ok) this.answered({ asking, round, mine: said.mine });
      else this.answered({ asking, round, error: said.error?.code ?? "failed", message: said.error?.message ?? say("class-failed") });
    } catch {
      if (this.pending !== pending) return;
      this.drop();
      this.error(say("live-lost"));
    }
  }

  /** @param {{asking: string, round: number, mine?: string, error?: string, message?: string}} said */
  answered(said) {
    const { pending } = this;
    if (!pending || pending.asking !== said.asking || pending.round !== said.round) return;
    this.drop();
    if (said.error) {
      this.error(said.message || say("class-failed"));
      // It is closed, or told: that is shown.
      if (said.error !== "unanswerable" && said.error !== "too-many") void this.poll();
      return;
    }
    if (this.own) {
      const { number } = this.card?.dataset ?? {};
      void this.fetch(Number(number)).then((told) => {
        // Told at once, the same question shows its answer; else the next one comes.
        if (told?.html?.includes("data-told")) void this.take(told).then(() => this.place.querySelector("#mine")?.scrollIntoView({ block: "nearest" }));
        else void this.go(0);
      });
    } else if (said.mine) this.mine(said.mine);
  }

  drop() {
    if (this.pending) window.clearTimeout(this.pending.timer);
    this.pending = null;
    this.busy(false);
  }

  /** @param {boolean} on */
  busy(on) {
    const button = /** @type {HTMLButtonElement | null} */ (this.place.querySelector("#answer .primary"));
    if (!button) return;
    button.dataset.label ??= button.textContent ?? "";
    button.textContent = on ? say("live-sending") : button.dataset.label;
    button.setAttribute("aria-disabled", String(on));
  }

  /** @param {string} text */
  error(text) {
    const slot = /** @type {HTMLElement | null} */ (this.place.querySelector("[data-slot=error]"));
    if (!slot) return;
    slot.textContent = text;
    slot.hidden = !text;
  }

  timeUp() {
    const form = /** @type {HTMLFormElement | null} */ (this.place.querySelector("#answer"));
    if (!form) return;
    for (const field of form.elements) /** @type {HTMLInputElement} */ (field).disabled = true;
    this.error(say("live-time-up"));
  }

  /** 1 to 9 choose. Whoever is typing is left alone. @param {KeyboardEvent} event */
  choose(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !/^[1-9]$/.test(event.key)) return;
    const target = /** @type {Element} */ (event.target);
    if (target.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") || performance.now() - this.since < SETTLING) return;
    if (!this.place.contains(target) && target !== document.body && !target.contains(this.place)) return;
    const option = /** @type {HTMLInputElement | null} */ (this.place.querySelector(`#answer input[data-key="${event.key}"]`));
    if (!option || !option.offsetParent) return;
    event.preventDefault();
    option.focus();
    option.click();
  }
}

/** @param {string} html @returns {ChildNode[]} */
function parse(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes];
}

/** @param {string} html @returns {HTMLElement} */
function parsed(html) {
  return /** @type {HTMLElement} */ (new DOMParser().parseFromString(html, "text/html").body.querySelector("#card") ?? document.createElement("article"));
}

/** What was answered before stands in the form again. @param {HTMLElement} card @param {Record<string, string[]>} filled */
function fill(card, filled) {
  const form = /** @type {HTMLFormElement | null} */ (card.querySelector("#answer"));
  if (!form) return;
  const ranks = /** @type {[HTMLElement, number][]} */ ([]);
  for (const [name, values] of Object.entries(filled)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox")) field.checked = values.includes(field.value);
      else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = values[0] ?? "";
      const item = /** @type {HTMLElement | null} */ (field.closest(".order-item"));
      if (item) ranks.push([item, Number(values[0])]);
    }
  }
  // Items in order stand as they were put.
  if (ranks.length) form.querySelector("#order")?.append(...ranks.sort((one, other) => one[1] - other[1]).map(([item]) => item));
}
