/* A lesson in two panes, with a bar above and the diagnostics below. */

import { compare } from "./compare.js";
import { Bar } from "./bar.js";
import { Dock } from "./dock.js";
import { icon, kept, make } from "./dom.js";
import { Keys } from "./keys.js";
import { Pane } from "./pane.js";
import { Together } from "./scroll.js";
import { parsed } from "./live.js";
import { INDEX, builtFile, fileAddress, lessonAddress, watch } from "./server.js";
import { editionName, words } from "./words.js";

const LEFT = "student";
const RIGHT = "instructor";
const NARROW = matchMedia("(max-width: 48rem)"); // as in shell.css: one pane

export class View {
  constructor(stem) {
    this.stem = stem;
    this.state = null;
    this.choice = {
      show: kept.get("show") ?? "both",
      format: kept.get("format") ?? "html",
      together: kept.get("together") !== "false",
      tinted: kept.get("tinted") !== "false",
    };
    this.bar = new Bar(this);
    this.dock = new Dock();
    this.sides = [LEFT, RIGHT].map((edition) => this.side(edition));
    this.together = new Together(this.sides.map(({ pane }) => pane), () => this.choice.together && this.isBoth);
    this.keys = new Keys(this.shortcuts());
    this.bar.end.append(this.keys.button);
    this.panes = make("main.panes", {}, ...this.sides.map(({ element }) => element));
    this.elements = [this.bar.element, this.panes, this.dock.element, this.dock.said, this.keys.dialog];
    addEventListener("pagehide", () => this.shown.forEach(({ pane }) => pane.keepPlace()));
    NARROW.addEventListener("change", () => this.arrange());
    this.arrange();
  }

  get isBoth() {
    return this.shown.length === 2;
  }

  get shown() {
    return this.sides.filter(({ element }) => !element.hidden);
  }

  side(edition) {
    const side = { edition };
    side.body = make("div.body");
    side.pane = new Pane(side.body);
    side.name = make("h2", {}, editionName(edition));
    side.choice = make("select", {
      "aria-label": words.edition, hidden: true, onchange: ({ target }) => this.choose(side, target.value),
    });
    side.legend = make("button.legend", {
      type: "button", "aria-pressed": this.choice.tinted, hidden: true, title: words.only_here,
      onclick: () => this.set("tinted", !this.choice.tinted),
    }, make("span.swatch"), words.withheld);
    side.alone = make("a.tool", { title: words.open_alone, "aria-label": words.open_alone, target: "_blank" }, icon("alone"));
    side.old = make("p.old", { hidden: true }, words.old);
    side.sign = make("button.sign", { type: "button", hidden: true });
    side.element = make("section.pane", { "data-edition": edition },
      make("header", {}, side.name, side.choice, side.legend, side.alone), side.old, side.sign, side.body);
    side.pane.addEventListener("loaded", () => {
      side.element.dataset.version = side.pane.version;
      this.bar.building(false);
      this.loaded();
    });
    side.pane.addEventListener("key", ({ detail }) => this.keys.typed(detail));
    side.pane.addEventListener("visit", ({ detail }) => this.visit(detail));
    side.pane.addEventListener("changed", ({ detail }) => this.pointTo(side, detail));
    return side;
  }

  shortcuts() {
    const show = (name) => () => this.set("show", name);
    return {
      1: { act: show(LEFT), name: words.key_student },
      2: { act: show("both"), name: words.key_both },
      3: { act: show(RIGHT), name: words.key_instructor },
      p: { act: () => this.set("format", this.choice.format === "pdf" ? "html" : "pdf"), name: words.key_pages },
      s: { act: () => this.set("together", !this.choice.together), name: words.key_together },
      d: { act: () => this.dock.element.focus(), name: words.key_diagnostics },
      i: { act: () => location.assign("/"), name: words.key_index },
      ArrowLeft: { act: () => this.bar.previous.href && this.bar.previous.click(), name: words.key_lessons },
      ArrowRight: { act: () => this.bar.next.href && this.bar.next.click(), name: words.key_lessons },
    };
  }

  /** Make a choice of the reader's, and keep it. */
  set(name, value) {
    this.choice[name] = value;
    kept.set(name, value);
    this.arrange();
  }

  choose(side, edition) {
    side.edition = edition;
    this.arrange();
  }

  async update(state) {
    this.state = state;
    this.lesson = state.lessons.find(({ stem }) => stem === this.stem) ?? this.index(state);
    this.bar.update(state, this.lesson);
    if (!this.lesson) {
      for (const { pane } of this.sides) pane.clear();
      this.panes.replaceChildren(make("p.empty", {}, words.not_there));
      return this.dock.show([], false);
    }
    if (!this.sides[0].element.isConnected) this.panes.replaceChildren(...this.sides.map(({ element }) => element));
    this.arrange();
    this.diagnosed(state);
  }

  /** The index of the course, which is shown as a lesson is. */
  index({ has_index, title }) {
    return this.stem === INDEX && has_index ? { stem: INDEX, title: title || words.index, diagnostics: [], isIndex: true } : undefined;
  }

  /** Show what was chosen, as far as this viewer may see it, and there is room for it. */
  arrange() {
    const editions = this.state?.editions ?? [LEFT, RIGHT];
    const { tinted } = this.choice;
    const format = this.lesson?.isIndex ? "html" : this.choice.format;
    const isAlone = editions.length < 2;
    const show = isAlone || (NARROW.matches && this.choice.show === "both") ? LEFT : this.choice.show;
    this.bar.arrange({ ...this.choice, format, show }, isAlone, this.lesson?.isIndex);
    for (const [n, side] of this.sides.entries()) {
      if (!editions.includes(side.edition)) side.edition = n ? editions.at(-1) : editions[0];
      side.element.hidden = show !== "both" && show !== [LEFT, RIGHT][n];
      side.element.dataset.edition = side.edition;
      side.name.textContent = editionName(side.edition);
      side.name.hidden = editions.length > 2;
      side.choice.hidden = !side.name.hidden;
      side.choice.replaceChildren(...editions.map((name) => new Option(editionName(name), name)));
      side.choice.value = side.edition;
      side.legend.hidden = side.edition === LEFT || format === "pdf" || !editions.includes(LEFT);
      side.legend.ariaPressed = tinted;
      side.alone.href = fileAddress(side.edition, this.stem, format);
    }
    if (!this.lesson) return;
    watch(this.stem, Object.fromEntries(this.shown.map(({ edition }) => [edition, format])));
    for (const { pane, edition } of this.shown) pane.show(this.stem, edition, format, location.hash.slice(1));
  }

  changed(lesson, edition, format) {
    if (lesson !== this.stem) return;
    this.bar.building(false);
    for (const { pane } of this.shown) {
      if (pane.edition === edition && pane.format === format) pane.update();
    }
  }

  diagnosed(state) {
    if (!this.lesson) return;
    this.bar.building(false);
    const diagnostics = [...(state.diagnostics ?? []), ...this.lesson.diagnostics];
    this.dock.show(diagnostics, state.can_open);
    this.hasError = diagnostics.some(({ severity }) => severity === "error");
    this.veil();
  }

  /** What was made is what was there: a blank line is new, or an error is still the same. */
  unchanged(lesson) {
    if (lesson === this.stem) this.bar.building(false);
  }

  building(lesson) {
    if (lesson === this.stem) this.bar.building(true);
  }

  /** After a pane shows something else: tint it, mark what is old, and scroll. */
  loaded() {
    this.together.landmarks = null;
    this.veil();
    this.together.follow();
    this.tint();
  }

  async tint() {
    const others = this.shown.map(({ pane }) => pane).filter(({ base, edition }) => base && edition !== LEFT);
    if (!others.length || !this.state.editions.includes(LEFT)) return;
    const student = await this.studentPage();
    for (const pane of others) {
      const mains = student && [student, pane.base].map((page) => page.querySelector("main"));
      pane.tint(mains ? compare(...mains) : null, this.choice.tinted);
    }
  }

  /** What students see of the lesson, whether it is shown or not. */
  async studentPage() {
    const shown = this.shown.find(({ edition, pane }) => edition === LEFT && pane.format === "html");
    if (shown) return shown.pane.base;
    const file = await builtFile(fileAddress(LEFT, this.stem, "html"));
    return file && parsed(file.text);
  }

  veil() {
    for (const { element, pane, old } of this.sides) {
      old.hidden = !(pane.isReady && (pane.isOld || this.hasError));
      element.classList.toggle("is-old", !old.hidden);
    }
  }

  /** A small sign to what changed out of sight; it goes once that is seen. */
  pointTo(side, elements) {
    const [first] = elements;
    side.sign.hidden = true;
    side.observer?.disconnect();
    if (!first) return;
    side.observer = new side.pane.document.defaultView.IntersectionObserver(([{ isIntersecting, boundingClientRect }]) => {
      side.sign.hidden = isIntersecting;
      const isAbove = boundingClientRect.top < 0;
      side.sign.replaceChildren(icon(isAbove ? "up" : "down"), isAbove ? words.changed_above : words.changed_below);
      side.sign.classList.toggle("above", isAbove);
      if (isIntersecting) side.observer.disconnect();
    });
    side.observer.observe(first);
    side.sign.onclick = () => first.scrollIntoView({ block: "center" });
  }

  /** Follow a link of the page to another one of the course. */
  visit({ pathname, hash, href }) {
    const [, edition, stem] = /^\/([^/]+)\/(.+)\.(?:html|pdf)$/.exec(decodeURIComponent(pathname)) ?? [];
    const isThere = this.state.lessons.some((each) => each.stem === stem) || (stem === INDEX && this.state.has_index);
    const isLesson = this.state.editions.includes(edition) && isThere;
    if (isLesson) location.assign(`${lessonAddress(stem)}${hash}`);
    else window.open(href, "_blank", "noopener");
  }
}
