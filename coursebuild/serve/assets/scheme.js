/* Light or dark: what the reader chose in one page holds in both panes, and around them. */

import { inPages } from "./dom.js";

function apply() {
  const scheme = inPages.get("scheme") ?? "";
  const frames = [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument?.documentElement);
  for (const root of [document.documentElement, ...frames]) if (root) root.dataset.scheme = scheme;
}

export function followScheme() {
  apply();
  addEventListener("storage", ({ key }) => key?.endsWith(" scheme") && apply()); // a page in a frame has stored it
}
