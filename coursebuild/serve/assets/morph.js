/* Changing a page in its frame to the next version of it, node by node, so that all else stays as the reader left it. */

import { isElement } from "./live.js";

/*
 * What the page's own script (templates/page.js) works on: it does so once, when the page is loaded, and knows nothing of
 * what comes later. Where one of these comes, goes or changes, the page is loaded again (`exchange` in pane.js).
 */
const NOT_WITHIN = "head, .bar, .footnotes, .task-list, .heading, .admonition-title";
const NOT_ADDED = "pre, .table-scroll, .footnote-ref, .task-list, .heading, h1, script, style"
  + ", .admonition.correction, .admonition.solution";
const NOT_REPAINTED = `html, body, main, ${NOT_ADDED}`;

const isText = (node) => node.nodeType === Node.TEXT_NODE;
const has = (node, selector) => isElement(node) && (node.matches(selector) || node.querySelector(selector) !== null);

/**
 * Change a live page, whose `twins` are those of the version that it has, by what `comparison` found between that and
 * the next version. Return the elements that changed, or null if it cannot be done in place; then nothing is changed.
 */
export function morph(twins, { edits, attributes }) {
  const steps = [
    ...edits.map((edit) => replacement(edit, twins)),
    ...attributes.map((pair) => repainting(pair, twins)),
  ];
  return steps.includes(null) ? null : steps.flatMap((step) => step());
}

/* A function that makes an edit and returns what it changed, or null. */
function replacement({ parent, removed, inserted, after }, twins) {
  if (parent.closest(NOT_WITHIN) || [...removed, ...inserted].some((node) => has(node, NOT_ADDED))) return null;
  if (!twins.haveAll(parent)) return null; // it is another version
  const [target, before] = [twins.live.get(parent), twins.live.get(after)];
  const old = removed.map((node) => twins.live.get(node));
  const [text, nextText] = [...old, ...inserted];
  return () => {
    if (old.length === 1 && inserted.length === 1 && [text, nextText].every(isText)) {
      text.data = nextText.data; // keeps a selection
      return [target];
    }
    const nodes = inserted.map((node) => target.ownerDocument.importNode(node, true));
    if (before) before.after(...nodes);
    else if (old.length) old[0].before(...nodes);
    else target.prepend(...nodes);
    for (const node of old) node.remove();
    const elements = nodes.filter(isElement);
    return elements.length ? elements : [target];
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
    return [target];
  };
}

/** The elements of a live page, whose `twins` are given, that `comparison` with the version before it found to differ. */
export function changed(twins, { edits, partners }) {
  return edits.filter(({ parent }) => !parent.closest("head, .bar")).flatMap(({ parent, inserted }) => {
    const elements = inserted.filter(isElement);
    return elements.length ? elements : [inserted[0]?.parentElement ?? partners.get(parent)];
  }).map((node) => twins.live.get(node)).filter(Boolean);
}

