// The time that is left in a test. The server's clock decides; this one shows it, and at the end sends what was entered.

export function startClock() {
  const clock = document.getElementById("clock");
  if (!clock) return;
  // How far this machine's clock is from the server's: one that is fast may not end a test early.
  const ahead = Date.now() - Date.parse(clock.dataset.now ?? "");
  const end = Date.parse(clock.dataset.deadline ?? "") + ahead;
  let touched = false;
  for (const kind of ["input", "change"]) document.addEventListener(kind, () => (touched = true));
  const show = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock.toggleAttribute("data-short", left <= 60);
    if (left > 0) return;
    clearInterval(ticking);
    const notice = document.getElementById("time-up");
    if (notice) notice.hidden = false;
    const form = /** @type {HTMLFormElement | null} */ (document.getElementById("answer"));
    if (touched && form?.checkValidity()) form.requestSubmit();
    // The server allows a few seconds for an answer that is on its way.
    setTimeout(() => location.assign(clock.dataset.over ?? location.href), 6000);
  };
  const ticking = setInterval(show, 1000);
  show();
}
