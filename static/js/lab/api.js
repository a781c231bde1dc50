// Asking the server. Every way in which it can fail becomes one Refusal, whose message a person can read.
import { say } from "./words.js";

const given = /** @type {HTMLElement | null} */ (document.querySelector("[data-endpoint]"))?.dataset ?? {};
const endpoint = given.endpoint ?? "";
let workspace = given.workspace ?? "";

/** From now on another moment of a shared copy is meant: each has a name of its own. @param {string} name */
export function mean(name) {
  workspace = name;
}

const token = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=csrfmiddlewaretoken]"))?.value ?? "";

/** The server said no, or could not be reached. */
export class Refusal extends Error {
  /**
   * @param {number} status 0 where the server was not reached
   * @param {string} message
   * @param {any} [body]
   */
  constructor(status, message, body = {}) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/**
 * @param {string} name the endpoint below the page's address
 * @param {object} [body] makes it a POST
 * @param {RequestInit} [options]
 * @param {string} [of] another workspace than the page's own
 * @returns {Promise<any>}
 */
export async function ask(name, body, options = {}, of = workspace) {
  /** @type {Response} */
  let response;
  try {
    // Each page has its own workspace: two tabs, a lesson and the lab do not disturb one another.
    response = await fetch(`${endpoint}${name}${name.includes("?") ? "&" : "?"}workspace=${encodeURIComponent(of)}`, {
      credentials: "same-origin",
      cache: "no-store",
      ...options,
      ...(body && {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
        body: JSON.stringify(body),
      }),
      ...(!body && { headers: { Accept: "application/json" } }),
    });
  } catch {
    throw new Refusal(0, say("offline"));
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Refusal(response.status, answer.error?.message ?? say("server-error"), answer);
}
