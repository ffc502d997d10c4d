/* Making elements, and small things about them. */

/** An element: `make("a.link", { href: "/" }, "text", other)`. Attributes that are null or false are left out. */
export function make(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== null && value !== false && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const paths = {
  index: "M3 5h14M3 10h14M3 15h14",
  previous: "M12.5 5l-5 5l5 5",
  next: "M7.5 5l5 5l-5 5",
  together: "M5 3v14M2.5 14.5L5 17l2.5-2.5M15 3v14M12.5 14.5L15 17l2.5-2.5",
  keys: "M2 5h16v10H2zM5 8h.1M8.3 8h.1M11.6 8h.1M15 8h.1M6 12h8",
  alone: "M11 4h5v5M16 4l-7 7M8 5H4v11h11v-4",
  up: "M5 12l5-5l5 5",
  down: "M5 8l5 5l5-5",
  error: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15M10 6v5M10 13.9v.1",
  warning: "M10 3l7.5 13.5h-15zM10 8v4M10 14.2v.1",
  fine: "M4 10.5l4 4l8-9",
};

/** One of the drawings above, which is hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}

/** A text in which what stands between backquotes is code. */
export function withCode(text) {
  return text.split("`").map((part, n) => (n % 2 ? make("code", {}, part) : part));
}

/* A part of the browser's storage, where it may keep anything. */
const storage = (find, prefix) => ({
  get(name) {
    try { return find().getItem(prefix + name); } catch { return null; }
  },
  set(name, value) {
    try { find().setItem(prefix + name, value); } catch { /* it is known until the page is left */ }
  },
});

const PREFIX = "coursebuild preview ";

/** What is kept of the reader's choices; until the window is closed; and of choices in the built pages (templates/page.js). */
export const kept = storage(() => localStorage, PREFIX);
export const visit = storage(() => sessionStorage, PREFIX);
export const inPages = storage(() => localStorage, "coursebuild ");
