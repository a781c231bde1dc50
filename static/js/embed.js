// Makes each frame of NodePort Lab on this page as tall as what is in it:
//   <iframe src="https://…/en/embed/…" title="NodePort Lab" width="100%" height="640" style="border:0" loading="lazy"></iframe>
//   <script async src="https://…/embed.js"></script>
(() => {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const origin = new URL(src).origin;
  window.addEventListener("message", (event) => {
    if (event.origin !== origin || event.data?.type !== "nodeport-lab:height") return;
    const height = Number(event.data.height);
    if (!(height > 0 && height < 5000)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === event.source) frame.style.height = `${Math.ceil(height)}px`;
    }
  });
})();
