// Pan and zoom by hand: a mouse drags and turns its wheel with Control held, two fingers pinch, keys plus, minus and nought.
// The room scrolls by itself: wheel, one finger and arrow keys are the browser's own.

/** @param {import("./stage.js").Stage} stage */
export function startZoom(stage) {
  const { element } = stage;
  const within = (/** @type {{clientX: number, clientY: number}} */ { clientX, clientY }) => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };

  element.addEventListener("wheel", (/** @type {WheelEvent} */ event) => {
    // A pinch on a touchpad arrives as a wheel with Control.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    stage.zoomBy(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.004)), within(event));
  }, { passive: false });

  element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = { "+": () => stage.zoomBy(1.25), "=": () => stage.zoomBy(1.25), "-": () => stage.zoomBy(0.8), 0: () => stage.fit() }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  /** @type {{x: number, y: number, left: number, top: number} | null} */
  let drag = null;
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return { apart: Math.hypot(a.x - b.x, a.y - b.y), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
  };
  let apart = 0;

  element.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.pointerType === "touch") {
      fingers.set(event.pointerId, within(event));
      if (fingers.size === 2) apart = spread().apart;
    } else if (event.button === 0 && !(/** @type {Element} */ (event.target).closest(".socket, .power, button, a"))) {
      drag = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
    }
  });
  element.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (drag) {
      element.scrollLeft = drag.left - (event.clientX - drag.x);
      element.scrollTop = drag.top - (event.clientY - drag.y);
      element.toggleAttribute("data-dragged", element.scrollLeft !== drag.left || element.scrollTop !== drag.top);
    } else if (fingers.has(event.pointerId)) {
      fingers.set(event.pointerId, within(event));
      if (fingers.size !== 2) return;
      const now = spread();
      if (apart > 0) stage.zoomBy(now.apart / apart, now.middle);
      apart = now.apart;
    }
  });
  const up = (/** @type {PointerEvent} */ event) => {
    fingers.delete(event.pointerId);
    drag = null;
    element.removeAttribute("data-dragged");
  };
  for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, (event) => up(/** @type {PointerEvent} */ (event)));
}
