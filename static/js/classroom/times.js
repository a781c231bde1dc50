// Moments are written by the server in UTC; the page tells them as the reader's own clock has them.

/** @param {ParentNode} [place] */
export function startMoments(place = document) {
  const near = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit" });
  const far = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  const year = new Date().getFullYear();
  for (const element of place.querySelectorAll("time[datetime]")) {
    const moment = new Date(element.getAttribute("datetime") ?? "");
    if (!Number.isNaN(moment.getTime())) element.textContent = (moment.getFullYear() === year ? near : far).format(moment);
  }
}

/** What a datetime-local field holds for a moment. @param {string} iso */
export function local(iso) {
  if (!iso) return "";
  const moment = new Date(iso);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
