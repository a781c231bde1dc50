// The link to the lab as it is now, and the two lines that put it into somebody's page.
import { ask } from "../api.js";
import { h } from "../dom.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { Dialog, copyButton, hands } from "./dialog.js";

/** The request that is shown, and which way it took. */
function journey() {
  const shown = page.journey.value;
  if (!shown) return null;
  const { from, to, protocol, via, http } = shown.trace.request;
  return { from, to: { address: to.address, port: to.port }, protocol, via, http, pick: shown.branch.id };
}

export async function openShare() {
  const dialog = new Dialog(say("share-title"), "share");
  const link = h("input", { class: "input", readonly: true, "aria-label": say("share-link"), value: "" });
  const note = h("p", { class: "dialog-note" }, say("share-note"));
  const [copy, copied] = copyButton(say("copy"), link, "primary");
  const row = h("div", { class: "copy-row" }, link, copy, copied);
  link.addEventListener("focus", () => link.select());
  dialog.body.append(row, note);
  const made = await dialog.trying(async () => {
    await hands().flush();
    return ask("share", { journey: journey() });
  });
  if (!made) {
    row.remove();
    return;
  }
  link.value = new URL(made.path, location.origin).href;
  if (typeof navigator.share === "function") {
    const button = h("button", { type: "button", class: "button" }, say("share-native"));
    button.addEventListener("click", () => void navigator.share({ title: document.title, url: link.value }).catch(() => {}));
    row.append(button);
  }
  row.append(h("a", { class: "button", href: link.value, target: "_blank", rel: "noopener" }, say("open")));
  link.focus();
  dialog.body.append(embedding(new URL(made.embed, location.origin).href));
}

/** @param {string} address */
function embedding(address) {
  const theme = h("select", { class: "select" }, ...["auto", "light", "dark"].map((name) => h("option", { value: name }, say(`theme-${name}`))));
  const snippet = h("textarea", { class: "input snippet", readonly: true, rows: 4, spellcheck: "false", "aria-label": say("embed-snippet") });
  const frame = h("iframe", { class: "embed-preview", title: say("embed-preview"), loading: "lazy" });
  const shown = () => (theme.value === "auto" ? address : `${address}?theme=${theme.value}`);
  const write = () => {
    snippet.value = `<iframe src="${shown()}" title="NodePort Lab" width="100%" height="640" style="border:0" loading="lazy" allow="clipboard-write"></iframe>\n<script async src="${new URL("/embed.js", location.origin).href}"></script>`;
    if (details.open) frame.src = shown();
  };
  const [copy, copied] = copyButton(say("copy"), snippet);
  const details = h(
    "details", { class: "embedding" },
    h("summary", {}, say("embed-title")),
    h(
      "div", {},
      h("p", { class: "dialog-note" }, say("embed-note")),
      h("label", { class: "field" }, h("span", {}, say("embed-theme")), theme),
      h("div", { class: "copy-row" }, snippet, copy, copied),
      h("p", { class: "dialog-note" }, say("embed-preview")),
      frame,
    ),
  );
  theme.addEventListener("change", write);
  details.addEventListener("toggle", write);
  window.addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow && data?.type === "nodeport-lab:height") frame.style.height = `${data.height}px`;
  });
  write();
  return details;
}
