/* Changing a page in its frame to the next version of it, node by node, so that all else stays as the reader left it. */

import { compare } from "./compare.js";
import { children, counterpart } from "./live.js";

/*
 * What the page's own script (templates/page.js) works on: it does so once, when the page is loaded, and knows nothing of
 * what comes later. Where one of these comes or goes, the page is loaded anew (`exchange` in pane.js).
 */
const NOT_WITHIN = "head, .bar, .footnotes, .task-list, .heading, .admonition-title";
const NOT_CHANGED = "html, body, main";
const NOT_ADDED = "pre, .table-scroll, .footnote-ref, .task-list, .heading, h1, script, style"
  + ", .admonition.correction, .admonition.solution";

const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const has = (node, selector) => isElement(node) && (node.matches(selector) || node.querySelector(selector) !== null);

/**
 * Change `live`, a document that was built as `base`, to `next`. Return the elements that changed, or null if it
 * cannot be done in place; then nothing is changed.
 */
export function morph(live, base, next) {
  const { edits, attributes } = compare(base.documentElement, next.documentElement);
  const steps = [...edits.map((edit) => planned(edit, live)), ...attributes.map((pair) => repainted(pair, live))];
  if (steps.includes(null)) return null;
  return steps.flatMap((step) => step());
}

/* A function that makes an edit and returns what it changed, or null. */
function planned({ parent, removed, inserted, after }, live) {
  if (parent.closest(NOT_WITHIN) || [...removed, ...inserted].some((node) => has(node, NOT_ADDED))) return null;
  const target = counterpart(parent, live);
  if (!target || children(target).length !== parent.childNodes.length) return null; // of another version
  const [old, before] = [removed.map((node) => counterpart(node, live)), after && counterpart(after, live)];
  if (old.includes(null) || (after && !before)) return null;
  return () => {
    const isText = [...removed, ...inserted].every((node) => node.nodeType === Node.TEXT_NODE);
    if (isText && old.length === 1 && inserted.length === 1) { // keeps a selection
      if (old[0].data !== inserted[0].data) old[0].data = inserted[0].data;
      return [target];
    }
    const nodes = inserted.map((node) => live.importNode(node, true));
    if (before) before.after(...nodes);
    else if (old.length) old[0].before(...nodes);
    else target.prepend(...nodes);
    for (const node of old) node.remove();
    const elements = nodes.filter(isElement);
    return elements.length ? elements : [target];
  };
}

function repainted([before, after], live) {
  const target = counterpart(before, live);
  if (!target || before.closest(NOT_WITHIN) || before.matches(`${NOT_CHANGED}, ${NOT_ADDED}`)) return null;
  return () => {
    for (const { name } of [...before.attributes]) if (!after.hasAttribute(name)) target.removeAttribute(name);
    for (const { name, value } of [...after.attributes]) {
      if (before.getAttribute(name) !== value) target.setAttribute(name, value);
    }
    return [target];
  };
}

/** The elements of a live page, built as `next`, that differ from `base`, the version before it. */
export function changedIn(live, base, next) {
  const { edits, partners } = compare(base.body, next.body);
  return edits.filter(({ parent }) => !parent.closest(".bar")).flatMap(({ parent, inserted }) => {
    const elements = inserted.filter(isElement);
    return elements.length ? elements : [inserted[0]?.parentElement ?? partners.get(parent)];
  }).map((node) => node && counterpart(node, live)).filter(Boolean);
}
