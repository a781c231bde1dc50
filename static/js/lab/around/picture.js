// The drawing as an SVG that stands alone: every style that it has here is written into it, the packet's card as shapes and text.
import { s } from "../dom.js";

const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
  "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "paint-order", "text-decoration-line",
];
const MARGIN = 12;
const FINENESS = 2;

/** @typedef {{text: string, width: number, height: number}} Picture */

/** @param {HTMLElement} stage @param {import("../types.js").State | null} state @returns {Picture} */
export function picture(stage, state) {
  const source = /** @type {SVGSVGElement} */ (stage.querySelector("svg.drawing"));
  const [, , width, height] = (source.getAttribute("viewBox") ?? "0 0 0 0").split(" ").map(Number);
  const ground = getComputedStyle(byPane(stage)).backgroundColor;
  const copy = /** @type {SVGSVGElement} */ (styled(source));
  const card = cardOf(source, width, height);
  const below = card && card.below ? card.height + MARGIN : 0;
  const out = s("svg", {
    xmlns: "http://www.w3.org/2000/svg", width: width + 2 * MARGIN, height: height + below + 2 * MARGIN,
    viewBox: `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + below + 2 * MARGIN}`,
  });
  const title = s("title", {}, source.getAttribute("aria-label") ?? "NodePort Lab");
  out.append(title, s("rect", { x: -MARGIN, y: -MARGIN, width: width + 2 * MARGIN, height: height + below + 2 * MARGIN, fill: ground }));
  for (const child of [...copy.childNodes]) out.append(child);
  if (card) out.append(card.element);
  const about = s("metadata", {}, `NodePort Lab${state ? `, ${state.snapshot.proxyMode}` : ""}`);
  out.append(about);
  return { text: new XMLSerializer().serializeToString(out), width: width + 2 * MARGIN, height: height + below + 2 * MARGIN };
}

/** What stands behind the drawing. @param {HTMLElement} stage */
function byPane(stage) {
  return /** @type {HTMLElement} */ (stage.closest(".pane-diagram") ?? stage);
}

/** A copy with its styles written out; what is not seen is left out. @param {Element} element @returns {Element | null} */
function styled(element) {
  const look = getComputedStyle(element);
  // A switch that is not thrown is there to be clicked, and says nothing in a picture.
  const idle = element.classList.contains("power") && !element.classList.contains("off");
  if (look.display === "none" || idle || element.hasAttribute("data-leaving")) return null;
  const hidden = look.visibility === "hidden";
  const copy = document.createElementNS("http://www.w3.org/2000/svg", element.localName);
  for (const { name, value } of [...element.attributes]) {
    if (!/^(class|style|id|tabindex|role|visibility|data-.*|aria-.*)$/.test(name)) copy.setAttribute(name, value);
  }
  const { transform } = /** @type {SVGElement} */ (element).style;
  const moved = /translate\(([-\d.]+)px, ([-\d.]+)px\)/.exec(transform);
  if (moved) copy.setAttribute("transform", `translate(${moved[1]} ${moved[2]})`);
  const drawn = element.localName !== "g" && element.localName !== "svg" && element.localName !== "title";
  for (const name of drawn ? STYLES : ["opacity"]) {
    const value = look.getPropertyValue(name);
    if (value && !(name === "opacity" && value === "1")) copy.setAttribute(name === "text-decoration-line" ? "text-decoration" : name, name === "font-family" ? value.replaceAll('"', "'") : resolved(value));
  }
  for (const child of element.childNodes) {
    if (child instanceof Element) {
      const made = styled(child);
      if (made) copy.append(made);
    } else if (child.nodeType === Node.TEXT_NODE) copy.append(document.createTextNode(child.textContent ?? ""));
  }
  return hidden && copy.children.length === 0 ? null : copy;
}

/** Colours as every program reads them: sRGB in numbers. @param {string} value */
function resolved(value) {
  if (!/^(color|oklab|oklch|lab|lch)\(/.test(value)) return value;
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = value;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}

/**
 * The packet's card, which on the page is no part of the drawing: its box, and each piece of text where it stands.
 * @param {SVGSVGElement} source
 * @param {number} width
 * @param {number} height
 */
function cardOf(source, width, height) {
  const card = document.querySelector(".card");
  if (!(card instanceof HTMLElement) || card.hidden || !card.offsetWidth) return null;
  const room = source.getBoundingClientRect();
  const box = card.getBoundingClientRect();
  const scale = width / room.width;
  const below = card.classList.contains("docked");
  const left = below ? 8 : (box.left - room.left) * scale;
  const top = below ? height + 4 : (box.top - room.top) * scale;
  const look = getComputedStyle(card);
  const group = s("g", { transform: `translate(${left.toFixed(1)} ${top.toFixed(1)}) scale(${scale.toFixed(4)})` });
  group.append(s("rect", { width: box.width, height: box.height, rx: Number.parseFloat(look.borderRadius) || 8, fill: resolved(look.backgroundColor) }));
  const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent ?? "";
    const holder = /** @type {HTMLElement} */ (node.parentElement);
    const range = document.createRange();
    range.selectNodeContents(node);
    const place = range.getBoundingClientRect();
    if (!text.trim() || !place.width) continue;
    const worn = getComputedStyle(holder);
    const old = holder.closest(".old");
    const fresh = holder.closest(".new");
    const seen = Number(old ? getComputedStyle(old).opacity : fresh ? getComputedStyle(fresh).opacity : 1);
    group.append(s("text", {
      x: (place.left - box.left).toFixed(1), y: (place.top - box.top + place.height * 0.76).toFixed(1), fill: resolved(worn.color), opacity: seen === 1 ? null : seen,
      "font-family": worn.fontFamily.replaceAll('"', "'"), "font-size": worn.fontSize, "font-weight": worn.fontWeight,
    }, text));
  }
  for (const old of card.querySelectorAll(".old")) {
    const struck = Number(getComputedStyle(old).getPropertyValue("--strike") || 1);
    const place = old.getBoundingClientRect();
    const y = place.top - box.top + place.height / 2;
    if (struck > 0) group.append(s("line", { x1: place.left - box.left, x2: place.left - box.left + place.width * struck, y1: y, y2: y, stroke: resolved(getComputedStyle(old).color), "stroke-width": 1.5 }));
  }
  return { element: group, below, height: box.height * scale };
}

/** @param {Picture} drawing @returns {Promise<Blob>} */
export async function raster({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * FINENESS);
  canvas.height = Math.round(height * FINENESS);
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => canvas.toBlob((made) => (made ? done(made) : failed(new Error("no picture"))), "image/png"));
}
