/* The bar above a lesson: where it is in the course, what is shown of it, and whether it is being built. */

import { icon, make } from "./dom.js";
import { lessonAddress } from "./server.js";
import { words } from "./words.js";

const PATIENCE = 15_000; // milliseconds after which no more is said of what is being built

export class Bar {
  constructor(view) {
    this.view = view;
    const link = (name) => make("a.tool", { role: "link", title: words[name], "aria-label": words[name] }, icon(name));
    [this.previous, this.next] = [link("previous"), link("next")];
    this.title = make("h1", {}, words.preview);
    this.activity = make("span.activity", { role: "status" });
    this.format = this.group("format", words.format, { html: "HTML", pdf: words.pages });
    this.show = this.group("show", words.panes, {
      student: words.student, both: words.both, instructor: words.instructor,
    });
    this.together = make("button.tool.toggle", {
      type: "button", title: words.together, "aria-label": words.together,
      onclick: () => view.set("together", !view.choice.together),
    }, icon("together"));
    this.end = make("div.end", {}, this.activity, this.format, this.show, this.together);
    this.element = make("header.bar", {},
      make("a.tool.home", { href: "/", title: words.lessons, "aria-label": words.lessons }, icon("index")),
      this.previous, this.next, this.title, this.end);
  }

  group(name, label, options) {
    return make("div.group", { role: "group", "aria-label": label, "data-name": name },
      ...Object.entries(options).map(([value, text]) => make("button", {
        type: "button", value, onclick: () => this.view.set(name, value),
      }, text)));
  }

  update({ title, lessons }, lesson) {
    const n = lessons.indexOf(lesson);
    this.title.textContent = lesson?.title ?? title;
    this.title.title = this.title.textContent;
    document.title = `${this.title.textContent} · ${title || words.preview}`;
    for (const [element, other] of [[this.previous, lessons[n - 1]], [this.next, n >= 0 ? lessons[n + 1] : null]]) {
      if (other) element.href = lessonAddress(other.stem);
      else element.removeAttribute("href");
      element.role = other ? null : "link"; // which leads nowhere
      element.ariaDisabled = other ? null : "true";
      element.title = other ? `${element.ariaLabel}: ${other.title}` : element.ariaLabel;
    }
  }

  arrange(choice, isAlone, isIndex = false) {
    this.show.hidden = this.together.hidden = isAlone;
    this.format.hidden = isIndex; // of which there is no PDF
    for (const group of [this.format, this.show]) {
      for (const button of group.children) button.ariaPressed = button.value === choice[group.dataset.name];
    }
    this.together.ariaPressed = choice.together;
    this.together.disabled = choice.show !== "both";
  }

  building(isBuilding) {
    clearTimeout(this.timer);
    this.activity.textContent = isBuilding ? words.building : "";
    if (isBuilding) this.timer = setTimeout(() => this.building(false), PATIENCE);
  }
}
