/* What students do not see of another edition's page: what their page does not have. */

import { isElement } from "./live.js";

const WITHHELD = "data-preview-withheld";
const FILLED = "pre.filled"; // code whose gaps are filled
const NUMBERS = ".footnote-ref, .footnote-back"; // these count what is withheld too

/**
 * Mark the elements of `live`, whose `twins` are given, that `comparison` found to be in this page and not in that of
 * students; none, if it is null.
 */
export function tint(live, twins, comparison) {
  const inserted = comparison?.edits.flatMap(insertedBy) ?? [];
  const elements = new Set(inserted.flatMap(elementsOf).map((element) => twins.live.get(element)));
  for (const element of live.querySelectorAll(`[${WITHHELD}]`)) {
    if (!elements.has(element)) element.removeAttribute(WITHHELD);
  }
  for (const element of elements) element?.setAttribute(WITHHELD, "");
}

/* What an edit inserts, without texts that differ in white space alone, as before a word that students lack. */
function insertedBy({ removed, inserted }) {
  const texts = new Set(removed.map((node) => node.data?.trim()));
  return inserted.filter((node) => isElement(node) || !texts.has(node.data?.trim()));
}

/* Code with gaps has elements for all of its lines, which students' code has not: what they do not see is the gaps. */
function elementsOf(node) {
  const element = isElement(node) ? node : node.data?.trim() && node.parentElement;
  if (!element || element.closest(NUMBERS) || element.localName === "main") return [];
  const code = element.parentElement?.closest(FILLED);
  return code ? [...code.querySelectorAll(".gap")] : [element];
}
