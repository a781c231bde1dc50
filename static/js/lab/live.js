// Hearing of changes made in another tab. htmx's ws extension keeps the connection and comes back by itself; nothing
// that arrives is put into the page. While there is no connection (it was lost, or something on the way allows none), a page
// that is seen asks now and then, and a tab that is come back to asks at once.
//
// htmx comes once the page has nothing more urgent to do: nothing that is seen waits for it.

const NOW_AND_THEN = 10_000;
/** However busy the page is, it listens after so many milliseconds. */
const PATIENCE = 1500;

/** @param {string} address */
function script(address) {
  return new Promise((done, failed) => {
    const element = document.createElement("script");
    element.src = address;
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.append(element);
  });
}

/** The extension is known before htmx is shown what asks for it. @param {HTMLElement} element */
async function connect(element) {
  for (const address of element.dataset.scripts?.split(" ") ?? []) await script(address);
  element.setAttribute("hx-ext", "ws");
  element.setAttribute("ws-connect", element.dataset.socket ?? "");
  /** @type {any} */ (window).htmx.process(element);
}

/**
 * @param {HTMLElement} element says where the socket is, and the scripts that keep it
 * @param {(revision: number | null) => void} changed null where only asking can tell
 */
export function listenLive(element, changed) {
  let connected = false;
  const ask = () => {
    if (!document.hidden) changed(null);
  };
  window.setInterval(() => connected || ask(), NOW_AND_THEN);
  // Scripts that cannot be had leave a page that asks.
  const begin = () => void connect(element).catch(() => {});
  if ("requestIdleCallback" in window) requestIdleCallback(begin, { timeout: PATIENCE });
  else setTimeout(begin, 200);
  document.body.addEventListener("htmx:wsOpen", () => {
    connected = true;
  });
  document.body.addEventListener("htmx:wsClose", () => {
    connected = false;
  });
  document.body.addEventListener("htmx:wsBeforeMessage", (event) => {
    event.preventDefault();
    const { message } = /** @type {CustomEvent} */ (event).detail;
    const heard = JSON.parse(message);
    if (heard.type === "state") changed(heard.revision);
  });
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("online", ask);
  window.addEventListener("pageshow", (event) => {
    // Restored from the back button's cache: what is shown may be old.
    if (event.persisted) ask();
  });
}
