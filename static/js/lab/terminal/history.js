// The lines that were run, kept for this workspace in this browser: up, down, and the search backwards.

const KEPT = 500;

export class History {
  /** @param {string} workspace */
  constructor(workspace) {
    this.key = `history:${workspace}`;
    /** @type {string[]} */
    this.lines = read(this.key);
    this.at = this.lines.length;
    this.draft = "";
  }

  /** @param {string} line */
  add(line) {
    if (line.trim() && this.lines[this.lines.length - 1] !== line) this.lines.push(line);
    this.lines = this.lines.slice(-KEPT);
    this.at = this.lines.length;
    try {
      localStorage.setItem(this.key, JSON.stringify(this.lines));
    } catch {
      // Storage full or switched off: the history lives as long as the page.
    }
  }

  /**
   * The line a step away; what was being typed is the newest. @param {-1 | 1} step @param {string} typed
   * @returns {string | null}
   */
  step(step, typed) {
    const next = this.at + step;
    if (next < 0 || next > this.lines.length) return null;
    if (this.at === this.lines.length) this.draft = typed;
    this.at = next;
    return next === this.lines.length ? this.draft : this.lines[next];
  }

  /** Where the newest line with these letters is, before a place. @param {string} letters @param {number} before */
  search(letters, before) {
    for (let index = Math.min(before, this.lines.length) - 1; index >= 0; index -= 1) {
      if (this.lines[index].includes(letters)) return index;
    }
    return -1;
  }
}

/** @param {string} key @returns {string[]} */
function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((line) => typeof line === "string") : [];
  } catch {
    return [];
  }
}
