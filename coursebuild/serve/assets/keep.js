/* What a reader has done to a page, and how it gets to the next version of it. */

const BLOCKS = "main :is(p, li, dt, dd, h1, h2, h3, h4, h5, h6, pre, tr, figure, .admonition-title), .title-block";
const CORRECTIONS = ".admonition:is(.correction, .solution)";
const NEAREST = 12; // blocks below the top of the window, of which one is probably in the next version too

const top = (element) => element.getBoundingClientRect().top;

/** The blocks at the top of the window, from the topmost on, with their distance to it; none if nothing is above. */
export function anchors(live) {
  if (!live.defaultView.scrollY) return [];
  const bar = live.querySelector(".tools")?.getBoundingClientRect().bottom ?? 0;
  const found = [];
  for (const block of live.querySelectorAll(BLOCKS)) {
    const { bottom, height } = block.getBoundingClientRect();
    if (height && bottom > Math.max(bar, 0) && found.push([block, top(block)]) === NEAREST) break;
  }
  return found;
}

/** Scroll so that the first of these blocks that is still there is where it was. */
export function anchored(live, blocks) {
  const first = blocks.find(([block]) => block?.isConnected && block.getClientRects().length);
  if (first) live.defaultView.scrollBy({ top: top(first[0]) - first[1], behavior: "instant" });
}

/**
 * Do to the next version of a page, which was just loaded, what the reader has done to this one. `comparison` is of the
 * two as they were built.
 */
export function carry(live, twins, next, nextTwins, comparison) {
  const translate = translation(twins, nextTwins, comparison);
  const each = (selector, act) => {
    for (const element of live.querySelectorAll(selector)) {
      const other = translate(element);
      if (other) act(element, other);
    }
  };
  const blocks = anchors(live).map(([block, distance]) => [translate(block), distance]);
  each(CORRECTIONS, (box, other) => {
    if (box.hasAttribute("data-closed") !== other.hasAttribute("data-closed")) other.querySelector(".toggle")?.click();
  });
  each("main details", (details, other) => { other.open = details.open; });
  each("main :is(input, textarea, select)", (field, other) => {
    if (field.type === "checkbox") {
      if (field.checked !== other.checked) other.click(); // the page's script remembers ticks
    } else if (field.value !== other.value) {
      other.value = field.value;
      other.dispatchEvent(new next.defaultView.Event("input"));
    }
  });
  each("pre, .table-scroll, .diagram, .math.display", (scroller, other) => { other.scrollLeft = scroller.scrollLeft; });
  search(live, next);
  focus(live, translate);
  select(live, next, translate);
  anchored(next, blocks);
}

/* From a node of the live page to the same one of its next version, or null. */
function translation(twins, nextTwins, { partners }) {
  return (node) => {
    let known = twins.built.get(node);
    const indexes = [];
    while (known && !partners.has(known)) {
      indexes.unshift([...known.parentNode.childNodes].indexOf(known));
      known = known.parentElement;
    }
    const after = indexes.reduce((found, index) => found?.childNodes[index], partners.get(known));
    const other = nextTwins.live.get(after);
    return other?.nodeName === node.nodeName ? other : null;
  };
}

/* The text that is looked for. */
function search(live, next) {
  const [panel, other] = [live.querySelector(".find"), next.querySelector(".find")];
  if (!panel || panel.hidden || !other) return;
  const field = other.querySelector("input");
  next.querySelector("[data-tool=finding]").click();
  field.value = panel.querySelector("input").value;
  field.dispatchEvent(new next.defaultView.Event("input"));
}

function focus(live, translate) {
  const { activeElement: focused, body } = live;
  if (focused && focused !== body) translate(focused)?.focus({ preventScroll: true });
}

function select(live, next, translate) {
  const { anchorNode, anchorOffset, focusNode, focusOffset, isCollapsed } = live.getSelection();
  if (isCollapsed) return;
  const [start, end] = [translate(anchorNode), translate(focusNode)];
  const length = (node) => node.data?.length ?? node.childNodes.length;
  if (start && end && length(start) >= anchorOffset && length(end) >= focusOffset) {
    next.getSelection().setBaseAndExtent(start, anchorOffset, end, focusOffset);
  }
}
