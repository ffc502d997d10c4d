/* What a reader has done to a page, and how it gets to the next version of it. */

import { compare } from "./compare.js";
import { counterpart } from "./live.js";

const BLOCKS = "main :is(p, li, dt, dd, h1, h2, h3, h4, h5, h6, pre, tr, figure, .admonition-title), .title-block";
const CORRECTIONS = ".admonition:is(.correction, .solution)";
const NEAREST = 12; // blocks below the top of the window, of which one is probably in the next version too

const top = (element) => element.getBoundingClientRect().top;

/** The blocks at the top of the window, with their distance to it; in the first place the topmost one. */
export function anchors(live) {
  const bar = live.querySelector(".tools")?.getBoundingClientRect().bottom ?? 0;
  const found = [];
  for (const block of live.querySelectorAll(BLOCKS)) {
    const { bottom, height } = block.getBoundingClientRect();
    if (height && bottom > Math.max(bar, 0) && found.push([block, top(block)]) === NEAREST) break;
  }
  return live.defaultView.scrollY > 0 ? found : [];
}

/** Scroll so that the first block that is still there is where it was. */
export function anchored(live, blocks) {
  const first = blocks.find(([block]) => block?.isConnected && block.getClientRects().length);
  if (first) live.defaultView.scrollBy({ top: top(first[0]) - first[1], behavior: "instant" });
}

/**
 * Do to `next`, a page that was just loaded, what the reader has done to `live`: both are documents of frames,
 * `base` and `built` are the same pages as they were built.
 */
export function carried(live, base, next, built) {
  const translate = translation(base, built, next);
  const blocks = anchors(live).map(([block, distance]) => [translate(block), distance]);
  for (const box of live.querySelectorAll(CORRECTIONS)) {
    const other = translate(box);
    const isOpen = !box.hasAttribute("data-closed");
    if (other && isOpen === other.hasAttribute("data-closed")) other.querySelector(".toggle")?.click();
  }
  for (const details of live.querySelectorAll("main details")) {
    const other = translate(details);
    if (other) other.open = details.open;
  }
  for (const field of live.querySelectorAll("main :is(input, textarea, select)")) {
    const other = translate(field);
    if (other && other.checked !== field.checked) other.click(); // the page's script remembers ticks
    else if (other && field.type !== "checkbox") other.value = field.value;
  }
  for (const scroller of live.querySelectorAll("pre, .table-scroll")) {
    const other = scroller.scrollLeft && translate(scroller);
    if (other) other.scrollLeft = scroller.scrollLeft;
  }
  found(live, next);
  focused(live, next, translate);
  if (blocks.length) anchored(next, blocks);
}

/* From a node of the page to the same one of its next version. */
function translation(base, built, next) {
  const { partners } = compare(base.documentElement, built.documentElement);
  return (node) => {
    const before = counterpart(node, base);
    let [known, indexes] = [before, []];
    while (known && !partners.has(known)) {
      indexes.unshift([...known.parentNode.childNodes].indexOf(known));
      known = known.parentElement;
    }
    const after = indexes.reduce((found, index) => found?.childNodes[index], partners.get(known));
    return after?.nodeName === before?.nodeName && after ? counterpart(after, next) : null;
  };
}

/* The text that is looked for. */
function found(live, next) {
  const [panel, other] = [live.querySelector(".find"), next.querySelector(".find")];
  if (!panel || panel.hidden || !other) return;
  const field = other.querySelector("input");
  next.querySelector("[data-tool=finding]").click();
  field.value = panel.querySelector("input").value;
  field.dispatchEvent(new next.defaultView.Event("input"));
}

function focused(live, next, translate) {
  const { activeElement: before } = live;
  if (before && before !== live.body && document.activeElement?.contentDocument === live) {
    translate(before)?.focus({ preventScroll: true });
  }
  const { anchorNode, anchorOffset, focusNode, focusOffset, isCollapsed } = live.getSelection();
  if (isCollapsed) return;
  const [start, end] = [translate(anchorNode), translate(focusNode)];
  const isThere = start && end && start.textContent.length >= anchorOffset && end.textContent.length >= focusOffset;
  if (isThere) next.getSelection().setBaseAndExtent(start, anchorOffset, end, focusOffset);
}
