// What a reload, the back button or a change of language must not lose, kept in this tab alone.

/** @param {string} workspace */
export function memoryOf(workspace) {
  const key = `lab:${workspace}`;
  /** @type {Record<string, any>} */
  let kept = {};
  try {
    kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  } catch {
    // Nothing can be kept where storage is switched off; the page works without.
  }
  return {
    /** @param {string} name */
    get: (name) => kept[name],
    /**
     * @param {string} name
     * @param {any} value
     */
    set(name, value) {
      kept[name] = value;
      try {
        sessionStorage.setItem(key, JSON.stringify(kept));
      } catch {
        // Full or switched off.
      }
    },
  };
}
