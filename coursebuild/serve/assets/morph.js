/* Changing a page in its frame to the next version of it, node by node, so that all else stays as the reader left it. */

import { isElement } from "./live.js";

/*
 * What the page's own script (templates/page.js) works on: it does so once, when the page is loaded, and knows nothing of
 * what comes later. Where one of these comes, goes or changes, the page is loaded again (`exchange` in pane.js).
 */
export const NOT_WITHIN = "head, .bar, .footnotes, .task-list, .heading, .admonition-title";
export const NOT_ADDED = "pre, .table-scroll, .diagram, .math.display, .footnote-ref, .task-list, .heading, h1, script, style"
  + ", .admonition.correction, .admonition.solution, .tabs, .tabs > *";
const FRAME = "html, body, main, .bar, .bar *, head, head *";
const NOT_REPAINTED = `${FRAME}, ${NOT_ADDED}`;

const isText = (node) => node.nodeType === Node.TEXT_NODE;
const has = (node, selector) => isElement(node) && (node.matches(selector) || node.querySelector(selector) !== null);

/**
 * Change a live page, whose `twins` are those of the version that it has, by what `comparison` found between that and
 * the next version. Return whether it can be done in place; else nothing is changed.
 */
export function morph(twins, { edits, attributes }) {
  const steps = [
    ...edits.map((edit) => replacement(edit, twins)),
    ...attributes.map((pair) => repainting(pair, twins)),
  ];
  if (steps.includes(null)) return false;
  for (const step of steps) step();
  return true;
}

/* A function that makes an edit, or null. */
function replacement({ parent, removed, inserted, after }, twins) {
  if (parent.closest(NOT_WITHIN) || [...removed, ...inserted].some((node) => has(node, NOT_ADDED))) return null;
  if (!twins.haveAll(parent)) return null; // it is another version
  const [target, before] = [twins.live.get(parent), twins.live.get(after)];
  const old = removed.map((node) => twins.live.get(node));
  return () => {
    if (old.length === 1 && inserted.length === 1 && [old[0], inserted[0]].every(isText)) {
      old[0].data = inserted[0].data; // keeps a selection
      return;
    }
    const nodes = inserted.map((node) => target.ownerDocument.importNode(node, true));
    if (before) before.after(...nodes);
    else if (old.length) old[0].before(...nodes);
    else target.prepend(...nodes);
    for (const node of old) node.remove();
  };
}

/* The same for attributes; those that the page's script has set stay. */
function repainting([before, after], twins) {
  const target = twins.live.get(before);
  if (!target || before.closest(NOT_WITHIN) || before.matches(NOT_REPAINTED)) return null;
  return () => {
    for (const { name } of [...before.attributes]) if (!after.hasAttribute(name)) target.removeAttribute(name);
    for (const { name, value } of [...after.attributes]) {
      if (before.getAttribute(name) !== value) target.setAttribute(name, value);
    }
  };
}

/** The elements of the next version that show what `comparison` found. */
export function changedElements({ edits, attributes, partners }) {
  const found = edits.filter(({ parent }) => !parent.closest("head, .bar")).flatMap((edit) => {
    const { parent, inserted, after } = edit;
    const elements = inserted.filter(isElement);
    if (elements.length) return elements;
    if (inserted.some((node) => node.data?.trim())) return [inserted[0].parentElement];
    const left = partners.get(after); // what stood before what is gone
    return [left?.nextElementSibling ?? (isElement(left) ? left : left?.previousElementSibling) ?? partners.get(parent)];
  });
  return [...new Set([...found, ...attributes.map(([, after]) => after)])].filter((element) => !element.matches(FRAME));
}
