// That nothing typed is ever lost: every change is kept in this browser at once, and on the server soon after.
//
// What the server has not yet confirmed is sent again when the page comes back. Other tabs of the same browser hear of it.
import { Refusal, ask } from "../api.js";
import { byId, debounced } from "../dom.js";
import { notify } from "../notices.js";
import { say } from "../words.js";

/** @typedef {import("../types.js").File_} File_ */

const WAIT = 700;
const RETRY = 5000;
const GOING = 10_000; // after so long a page that was to be left is still here, and stays

export class Draft {
  /**
   * @param {string} workspace
   * @param {() => File_[]} files as they stand now
   * @param {(files: File_[]) => void} heard another tab has newer ones
   */
  constructor(workspace, files, heard) {
    this.key = `draft:${workspace}`;
    this.files = files;
    this.save = debounced(WAIT, () => void this.send());
    /** What an earlier visit typed and the server never confirmed. */
    this.unsaved = kept(this.key);
    this.dirty = Boolean(this.unsaved);
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(this.key) : null;
    this.channel?.addEventListener("message", ({ data }) => heard(data.files));
    if (this.dirty) this.save();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.dirty) this.save.now();
    });
    window.addEventListener("online", () => this.dirty && this.save.now());
    /** The next page is being made, perhaps from what the server had before. */
    this.leaving = false;
    this.leave = () => {
      this.leaving = true;
      window.setTimeout(() => {
        this.leaving = false;
        if (!this.dirty) this.settled();
      }, GOING);
    };
  }

  /** Something differs from what the server has. */
  changed() {
    this.dirty = true;
    window.addEventListener("beforeunload", this.leave);
    this.keep(JSON.stringify(this.files()));
    status("saving");
    this.save();
  }

  /** @param {string | null} text */
  keep(text) {
    try {
      if (text === null) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, text);
    } catch {
      // Storage full or switched off: the server keeps the draft all the same.
    }
  }

  async send() {
    const sent = this.files();
    try {
      await ask("draft", { files: sent }, { keepalive: JSON.stringify(sent).length < 60_000 });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      status("not-saved", true);
      if (error.status === 413) notify("draft", error.message, { tone: "bad" });
      else window.setTimeout(() => this.dirty && this.save(), RETRY);
      return;
    }
    if (this.confirmed(sent)) this.channel?.postMessage({ files: sent });
  }

  /** What is typed is on the server by now, if it can be. */
  async flush() {
    if (this.dirty) await this.send();
  }

  /** The server has these. @param {File_[]} sent @returns {boolean} whether that is all that was typed */
  confirmed(sent) {
    const all = JSON.stringify(sent) === JSON.stringify(this.files());
    if (all) this.settled();
    return all;
  }

  /** The server has what is typed. */
  settled() {
    this.dirty = false;
    this.save.cancel();
    // The next page finds here what it may have been made without.
    if (!this.leaving) {
      this.keep(null);
      window.removeEventListener("beforeunload", this.leave);
    }
    status("saved");
  }
}

/** @param {string} key @returns {File_[] | null} */
function kept(key) {
  try {
    const files = JSON.parse(localStorage.getItem(key) ?? "null");
    const sound = Array.isArray(files) && files.length > 0 && files.every((file) => typeof file?.name === "string" && typeof file?.text === "string");
    return sound ? files : null;
  } catch {
    return null;
  }
}

/** @param {string} word @param {boolean} [bad] */
function status(word, bad = false) {
  const element = byId("saved");
  element.textContent = say(word);
  element.dataset.tone = bad ? "bad" : "";
}
