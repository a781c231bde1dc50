// In a frame: tells the page around how tall it is. A number, and nothing else.
if (window.parent !== window) {
  let told = 0;
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    window.parent.postMessage({ type: "nodeport-lab:height", height }, "*");
  };
  new ResizeObserver(tell).observe(document.body);
  tell();
}
