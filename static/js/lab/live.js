// Hearing of changes made in another tab. htmx's ws extension keeps the connection and comes back by itself; nothing
// that arrives is put into the page. Without a WebSocket everything works, and a returning tab asks once.

/** @param {(revision: number | null) => void} changed null where only asking can tell */
export function listenLive(changed) {
  document.body.addEventListener("htmx:wsBeforeMessage", (event) => {
    event.preventDefault();
    const { message } = /** @type {CustomEvent} */ (event).detail;
    const heard = JSON.parse(message);
    if (heard.type === "state") changed(heard.revision);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) changed(null);
  });
  window.addEventListener("pageshow", (event) => {
    // Restored from the back button's cache: what is shown may be old.
    if (event.persisted) changed(null);
  });
}
