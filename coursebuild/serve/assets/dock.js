/* What coursebuild has to say about a lesson, below its page. Errors are always seen; warnings can be folded. */

import { icon, kept, make, withCode } from "./dom.js";
import { openEditor } from "./server.js";
import { counted, words } from "./words.js";

const FOLDED = "warnings folded";

export class Dock {
  constructor() {
    this.canOpen = false;
    this.shown = "";
    this.element = make("section.dock", { "aria-label": words.diagnostics, tabindex: -1, hidden: true });
    this.said = make("p.said", { role: "status" });
  }

  show(diagnostics, canOpen) {
    const text = JSON.stringify([diagnostics, canOpen]);
    if (text === this.shown) return;
    [this.shown, this.canOpen] = [text, canOpen];
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const warnings = diagnostics.filter(({ severity }) => severity !== "error");
    const focused = this.element.contains(document.activeElement);
    this.element.hidden = !diagnostics.length;
    this.element.replaceChildren(...(errors.length ? [this.errors(errors)] : []),
      ...(warnings.length ? [this.warnings(warnings)] : []));
    if (focused) this.element.focus();
    this.said.textContent = diagnostics.length ? heading(errors.length, warnings.length) : words.fine;
  }

  errors(errors) {
    return make("div.errors", {}, make("h2", {}, icon("error"), counted(errors.length, "an_error", "errors")),
      make("ul", {}, ...errors.map((each) => this.item(each))));
  }

  warnings(warnings) {
    const details = make("details.warnings", { open: kept.get(FOLDED) !== "true" },
      make("summary", {}, icon("warning"), counted(warnings.length, "a_warning", "warnings")),
      make("ul", {}, ...warnings.map((each) => this.item(each))));
    details.addEventListener("toggle", () => kept.set(FOLDED, !details.open));
    return details;
  }

  item(diagnostic) {
    const { path, line, column, code, severity, message, remedy, excerpt } = diagnostic;
    const place = [path, line, column].filter(Boolean).join(":");
    const where = this.canOpen && line
      ? make("button.place", { type: "button", title: words.open, onclick: () => this.open(diagnostic) }, place)
      : make("span.place", {}, place);
    const explained = words.explain.replaceAll("`", "").replace("{code}", code);
    return make(`li.${severity}`, {},
      make("p.what", {}, make("span.severity", {}, words[severity] ?? severity), make("code.code", { title: explained }, code),
        where, make("span.message", {}, ...withCode(message))),
      excerpt ? make("pre", { tabindex: 0, role: "group", "aria-label": place }, excerpt) : null,
      remedy ? make("p.remedy", { title: words.remedy }, make("span.arrow", { "aria-hidden": "true" }, "→"), ...withCode(remedy)) : null);
  }

  async open(diagnostic) {
    this.said.textContent = words.opening;
    const problem = await openEditor(diagnostic);
    this.said.textContent = problem;
    this.note(problem);
  }

  /** Say why the editor was not opened, where it is seen. */
  note(problem) {
    this.element.querySelector(".problem")?.remove();
    if (problem) this.element.prepend(make("p.problem", {}, ...withCode(problem)));
  }
}

const heading = (errors, warnings) => [
  errors ? counted(errors, "an_error", "errors") : "",
  warnings ? counted(warnings, "a_warning", "warnings") : "",
].filter(Boolean).join(", ");
