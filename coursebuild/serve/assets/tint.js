/* What students do not see of another edition's page: what their page does not have. */

import { isElement } from "./live.js";

const WITHHELD = "data-preview-withheld";
const NUMBERS = ".footnote-ref, .footnote-back"; // these count what is withheld too

/**
 * Mark the elements of `live`, whose `twins` are given, that `comparison` found to be in this page and not in that of
 * students; none, if it is null.
 */
export function tint(live, twins, comparison) {
  const inserted = comparison?.edits.flatMap((edit) => edit.inserted) ?? [];
  const elements = new Set(inserted.map(elementOf).filter(Boolean).map((element) => twins.live.get(element)));
  for (const element of live.querySelectorAll(`[${WITHHELD}]`)) {
    if (!elements.has(element)) element.removeAttribute(WITHHELD);
  }
  for (const element of elements) element?.setAttribute(WITHHELD, "");
}

function elementOf(node) {
  const element = isElement(node) ? node : node.data?.trim() && node.parentElement;
  return element && !element.closest(NUMBERS) && element.localName !== "main" ? element : null;
}
