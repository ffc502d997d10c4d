/* Light or dark: what the reader chose in one page holds in both panes, and around them. */

const NAME = "coursebuild scheme"; // as templates/page.js keeps it

function chosen() {
  try { return localStorage.getItem(NAME) ?? ""; } catch { return ""; }
}

function apply() {
  document.documentElement.dataset.scheme = chosen();
  for (const frame of document.querySelectorAll("iframe")) {
    const root = frame.contentDocument?.documentElement;
    if (root?.dataset.scheme !== undefined) root.dataset.scheme = chosen();
  }
}

export function followScheme() {
  apply();
  addEventListener("storage", ({ key }) => key === NAME && apply());
}
