/*
 * A page in a frame, and the page as it was built.
 *
 * The page's own script (templates/page.js) adds buttons and copies of notes to it, and puts the title of a correction
 * into a button. `children` leaves these out: so a node of the live page and the same node of the built one have the
 * same place, by which each is found from the other.
 */

const ADDED = ".ui.copy, .ui.side-note"; // no lesson can have these classes (FRAME_CLASSES in pages/sanitize.py)

export const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

const isAdded = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(ADDED);
const isToggle = (node) => node?.nodeType === Node.ELEMENT_NODE && node.matches(".admonition-title > .toggle");

export function children(node) {
  const inside = isToggle(node.firstChild) ? node.firstChild : node;
  return [...inside.childNodes].filter((child) => !isAdded(child));
}

/** The place of a node, as indexes from the root down; null within what the page's script added. */
function place(node) {
  const indexes = [];
  while (node.parentNode) {
    const parent = isToggle(node.parentNode) ? node.parentNode.parentNode : node.parentNode;
    const index = children(parent).indexOf(node);
    if (index < 0) return null;
    indexes.unshift(index);
    node = parent;
  }
  return indexes;
}

/** The node of another document that has the place of this one, if there is one of the same name. */
export function counterpart(node, document) {
  let found = document;
  for (const index of place(isToggle(node) ? node.parentNode : node) ?? [-1]) {
    found = found && children(found)[index];
  }
  return found?.nodeName === node.nodeName || isToggle(node) ? found ?? null : null;
}
