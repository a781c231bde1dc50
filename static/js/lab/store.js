// What the page knows, and who wants to hear of it. Each topic holds one value; parts read, never reach into each other.

/** @template T */
export class Topic {
  /** @param {T} value */
  constructor(value) {
    /** @type {T} */
    this.value = value;
    /** @type {Set<(value: T, before: T) => void>} */
    this.listeners = new Set();
  }

  /** @param {T} value */
  set(value) {
    const before = this.value;
    this.value = value;
    for (const listener of this.listeners) listener(value, before);
  }

  /**
   * Hear of the present value at once, and of every later one.
   * @param {(value: T, before: T | undefined) => void} listener
   */
  watch(listener) {
    this.listeners.add(listener);
    listener(this.value, undefined);
  }

  /** Once it is this. @param {T} wanted @returns {Promise<void>} */
  until(wanted) {
    return new Promise((done) => {
      /** @param {T} value */
      const listener = (value) => {
        if (value !== wanted) return;
        this.listeners.delete(listener);
        done();
      };
      this.watch(listener);
    });
  }
}
