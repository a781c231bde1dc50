// What is typed into the forms of "Break it", as what an action says; or the word for what is wrong with it.

/** @typedef {{source: string, ports: number | [number, number] | null, action: string, protocol?: string}} Rule */

/** What was typed is none: `word` says so. */
export class Wrong extends Error {
  /** @param {string} word @param {Record<string, string>} [params] */
  constructor(word, params = {}) {
    super(word);
    this.word = word;
    this.params = params;
  }
}

/** @param {string} text @returns {number} */
export function portIn(text) {
  const number = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  if (number < 1 || number > 65535) throw new Wrong("form-port-wrong");
  return number;
}

/** @param {string} first @param {string} last */
export function rangeIn(first, last) {
  const range = { first: portIn(first), last: portIn(last) };
  if (range.first > range.last) throw new Wrong("form-range-wrong");
  return range;
}

/** @param {string} text */
export function countIn(text) {
  const count = Number(text);
  if (!text.trim() || !Number.isInteger(count) || count < 1 || count > 20) throw new Wrong("nodes-wrong");
  return count;
}

/** @param {{source: string, ports: string, action: string, protocol: string}} typed @returns {Rule} */
export function ruleIn({ source: said, ports: range, action, protocol }) {
  const source = said.trim() || "0.0.0.0/0";
  const parts = source.split(/[./]/).map(Number);
  const length = source.includes("/") ? parts[4] : 32;
  if (!/^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/.test(source) || parts.slice(0, 4).some((part) => part > 255) || length > 32) throw new Wrong("firewall-source-wrong", { source });
  const ends = range.trim().split(/\s*-\s*/);
  /** @type {Rule["ports"]} */
  let ports = null;
  if (ends.length > 1) {
    const { first, last } = rangeIn(ends[0], ends.slice(1).join("-"));
    ports = [first, last];
  } else if (ends[0] !== "") ports = portIn(ends[0]);
  return { source, ports, action, ...(protocol && { protocol }) };
}
