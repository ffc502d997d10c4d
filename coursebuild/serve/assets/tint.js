/* What students do not see of another edition's page: what their page does not have. */

import { counterpart } from "./live.js";

const WITHHELD = "data-preview-withheld";
const NUMBERS = ".footnote-ref, .footnote-back"; // these count what is withheld too

/** Mark the elements of `live` that `comparison`, of the student's page with this one as they were built, inserts. */
export function tint(live, comparison) {
  const marked = new Set(comparison ? comparison.edits.flatMap(insertedBy) : []);
  const elements = new Set([...marked].map((node) => counterpart(node, live)).filter(Boolean));
  for (const element of live.querySelectorAll(`[${WITHHELD}]`)) {
    if (!elements.has(element)) element.removeAttribute(WITHHELD);
  }
  for (const element of elements) element.setAttribute(WITHHELD, "");
}

function insertedBy({ inserted }) {
  return inserted.map((node) => {
    if (node.nodeType === Node.ELEMENT_NODE) return node;
    return node.nodeType === Node.TEXT_NODE && node.data.trim() ? node.parentElement : null;
  }).filter((element) => element && !element.closest(NUMBERS) && element.localName !== "main");
}
