/* Single keys, which can be turned off (WCAG 2.1.4), and the list of them. */

import { icon, inPages, make } from "./dom.js";
import { words } from "./words.js";

const areOn = () => inPages.get("keys") !== "false"; // one choice for the pages and what is around them

const SCROLLS_SIDEWAYS = "pre, .table-scroll, .diagram, .math.display, [role=tablist], [role=radiogroup]";

export class Keys {
  /** `keys` has a function and a description for each key; several keys with one description are one row. */
  constructor(keys) {
    this.keys = keys;
    this.dialog = this.list();
    this.button = make("button.tool", {
      type: "button", title: words.keys, "aria-label": words.keys, onclick: () => this.dialog.showModal(),
    }, icon("keys"));
    document.addEventListener("keydown", (event) => this.typed(event));
  }

  typed(event) {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || !areOn()) return;
    if (target.matches?.(":read-write, select") || this.dialog.open) return;
    if (key.startsWith("Arrow") && target.closest?.(SCROLLS_SIDEWAYS)) return;
    const act = key === "?" ? () => this.dialog.showModal() : this.keys[key]?.act;
    if (!act) return;
    event.preventDefault();
    act();
  }

  list() {
    const rows = new Map([[words.key_help, ["?"]]]);
    for (const [key, { name }] of Object.entries(this.keys)) rows.set(name, [...(rows.get(name) ?? []), key]);
    const shown = { ArrowLeft: "←", ArrowRight: "→" };
    const terms = [...rows].flatMap(([name, keys]) => [
      make("dt", {}, ...keys.map((key) => make("kbd", {}, shown[key] ?? key))),
      make("dd", {}, name),
    ]);
    const choice = make("input", {
      type: "checkbox", checked: areOn(),
      onchange: ({ target }) => inPages.set("keys", target.checked),
    });
    const close = make("button", { type: "button", onclick: () => this.dialog.close() }, words.close);
    return make("dialog.keys", { "aria-label": words.keys },
      make("h2", {}, words.keys), make("dl", {}, ...terms), make("label", {}, choice, words.keys_on), close);
  }
}
