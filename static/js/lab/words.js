// What the page says, in its language. The server writes the words into the page; no English lives in the scripts.

/** @type {Record<string, string>} */
const words = JSON.parse(document.getElementById("lab-words")?.textContent ?? "{}");

/**
 * The words for a key, with {names} filled in. An unknown key is a programmer's mistake.
 * @param {string} key
 * @param {Record<string, string | number>} [params]
 */
export function say(key, params = {}) {
  const text = words[key];
  if (text === undefined) throw new Error(`no words for "${key}"`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(params[name]));
}

const percentage = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 });

/** A probability as people read it. @param {number} share */
export function percent(share) {
  return percentage.format(share);
}
