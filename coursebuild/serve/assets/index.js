/* The index of the course: its lessons by folder, with what there is to say about each. */

import { icon, make, withCode } from "./dom.js";
import { Keys } from "./keys.js";
import { INDEX, fileAddress, lessonAddress } from "./server.js";
import { counted, words } from "./words.js";

const MANY = 12; // lessons, from which on they can be looked for by name

const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

export class Index {
  constructor() {
    this.field = make("input", {
      type: "search", placeholder: words.find, "aria-label": words.find, hidden: true, oninput: () => this.filter(),
    });
    this.title = make("h1", {}, words.preview);
    this.list = make("main.index");
    this.none = make("p.none", { hidden: true }, words.none_found);
    this.own = make("p.own", {}, make("a", { href: lessonAddress(INDEX) }, words.index));
    this.keys = new Keys({ "/": { act: () => this.field.focus(), name: words.key_find } });
    this.elements = [
      make("header.bar", {}, this.title, make("div.end", {}, this.field, this.keys.button)), this.list, this.keys.dialog,
    ];
  }

  update(state) {
    const { title, lessons } = state;
    this.title.textContent = title || words.preview;
    document.title = this.title.textContent;
    this.field.hidden = lessons.length < MANY;
    this.diagnosed(state);
  }

  diagnosed(state) {
    const { lessons, editions, lang, diagnostics = [], has_index } = state;
    const general = diagnostics.map(({ path, line, message, remedy, severity }) => make(`p.general.${severity}`, {},
      icon(severity), make("span", {}, make("code", {}, [path, line].filter(Boolean).join(":")), " ",
        ...withCode(`${message}. ${remedy}`))));
    const groups = grouped(lessons, lang).map(([folder, rows, languages]) => table(folder, rows, languages, editions));
    const empty = lessons.length ? [] : [make("p.empty", {}, words.empty.replaceAll("`", ""))];
    const own = has_index ? [this.own] : [];
    this.list.replaceChildren(...general, ...own, ...groups, ...empty, this.none);
    this.filter();
  }

  filter() {
    const wanted = plain(this.field.value.trim());
    let count = 0;
    for (const section of this.list.querySelectorAll("section")) {
      const rows = [...section.querySelectorAll("li")];
      for (const row of rows) row.hidden = !plain(row.textContent).includes(wanted);
      section.hidden = rows.every((row) => row.hidden);
      count += !section.hidden;
    }
    this.none.hidden = count > 0 || !wanted;
  }
}

/* A language's name in itself, or nothing if a folder's name is no language. */
function languageName(code) {
  if (!/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(code)) return "";
  try {
    return new Intl.DisplayNames([code], { type: "language", fallback: "none" }).of(code) ?? "";
  } catch {
    return "";
  }
}

/* `[folder, rows, languages]`; a row has a lesson, or one in each language, that of the course first. */
function grouped(lessons, lang) {
  const first = (stem) => (stem.includes("/") ? stem.split("/")[0] : "");
  const languages = [...new Set(lessons.map(({ stem }) => first(stem)))].filter(languageName);
  languages.sort((a, b) => (b === lang) - (a === lang));
  const isMany = languages.length > 1;
  const groups = new Map();
  for (const lesson of lessons) {
    const language = isMany && languages.includes(first(lesson.stem)) ? first(lesson.stem) : "";
    const rest = language ? lesson.stem.slice(language.length + 1) : lesson.stem;
    const folder = rest.split("/").slice(0, -1).join("/");
    const key = JSON.stringify([Boolean(language), folder]);
    if (!groups.has(key)) groups.set(key, [folder, new Map(), language ? languages : []]);
    const rows = groups.get(key)[1];
    rows.set(rest, [...(rows.get(rest) ?? []), lesson]);
  }
  const inOrder = ([a], [b]) => (a < b ? -1 : 1);
  return [...groups.values()].map(([folder, rows, its]) => [
    folder, (its.length ? [...rows].sort(inOrder) : [...rows]).map(([, row]) => row), its,
  ]);
}

function table(folder, rows, languages, editions) {
  const one = (lesson) => entry(lesson, editions);
  const line = (row) => {
    if (!languages.length) return make("li", {}, one(row[0]));
    const cells = languages.map((language) => {
      const lesson = row.find(({ stem }) => stem.startsWith(`${language}/`));
      return make("div.cell", { lang: language }, lesson ? one(lesson) : null);
    });
    return make("li.side-by-side", {}, ...cells);
  };
  const heads = languages.length
    ? [make("div.side-by-side.heads", {}, ...languages.map((code) => make("h3", { lang: code }, languageName(code))))] : [];
  return make("section", {}, folder ? make("h2", {}, folder) : null, ...heads, make("ul", {}, ...rows.map(line)));
}

function entry({ stem, title, path, diagnostics, withheld, editions: built }, editions) {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const [state, words_] = errors ? ["error", counted(errors, "an_error", "errors")]
    : warnings ? ["warning", counted(warnings, "a_warning", "warnings")] : ["fine", ""];
  const files = editions.slice(0, 1).flatMap((edition) => ["html", "pdf"].map((format) => make("a.file", {
    href: fileAddress(edition, stem, format), target: "_blank", "aria-label": `${title}, ${words.student}, ${format.toUpperCase()}`,
  }, format.toUpperCase())));
  return make("div.lesson", {},
    make("a.title", { href: lessonAddress(stem) }, title || stem),
    make("span.path", {}, path),
    make("span.facts", {},
      withheld ? make("span.swatch", { role: "img", title: words.parts_withheld, "aria-label": words.parts_withheld }) : null,
      words_ ? make(`span.state.${state}`, {}, icon(state), words_) : null,
      make("span.files", {}, ...files)));
}
