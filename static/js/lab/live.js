// Hearing of changes made in another tab. htmx's ws extension keeps the connection and comes back by itself; nothing
// that arrives is put into the page. While there is no connection (it was lost, or something on the way allows none), a page
// that is seen asks now and then, and a tab that is come back to asks at once.

const NOW_AND_THEN = 10_000;

/** @param {(revision: number | null) => void} changed null where only asking can tell */
export function listenLive(changed) {
  let connected = false;
  const ask = () => {
    if (!document.hidden) changed(null);
  };
  window.setInterval(() => connected || ask(), NOW_AND_THEN);
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
