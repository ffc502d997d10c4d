/*
 * A page in a frame, and the page as it was built.
 *
 * The page's own script (templates/page.js) adds buttons and copies of notes to it, and puts the title of a correction
 * into a button. Without these, both have the same nodes at the same places.
 */

export const ADDED = ".ui.copy, .ui.side-note, .ui.tablist"; // no lesson can have these classes (FRAME_CLASSES in pages/sanitize.py)
export const TOGGLE = ".admonition-title > .toggle";

export const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

export const isElement = (node) => node?.nodeType === Node.ELEMENT_NODE;

const isToggle = (node) => isElement(node) && node.matches(TOGGLE);
const isBuilt = (node) => !isElement(node) || !node.matches(ADDED);

/** Each node of a page as it was built, in `live`, and of the live page, in `built`, with the same node of the other. */
export class Twins {
  constructor(built, live) {
    this.live = new Map();
    this.built = new Map();
    this.pair(built, live);
  }

  pair(built, live) {
    if (built.nodeName !== live?.nodeName) return;
    this.live.set(built, live);
    this.built.set(live, built);
    const inside = isToggle(live.firstChild) ? live.firstChild : live;
    if (inside !== live) this.built.set(inside, built);
    let other = inside.firstChild;
    for (let node = built.firstChild; node; node = node.nextSibling) {
      while (other && !isBuilt(other)) other = other.nextSibling;
      this.pair(node, other);
      other = other?.nextSibling;
    }
  }

  /** Whether the live page has what the built one has in an element, and no more. */
  haveAll(built) {
    const live = this.live.get(built);
    return Boolean(live) && [...live.childNodes].filter(isBuilt).length === built.childNodes.length
      && [...built.childNodes].every((node) => this.live.has(node));
  }
}
