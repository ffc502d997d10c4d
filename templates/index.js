/* The search over all lessons, whose texts search.js and the files after it have. */
const MOST = 40;
const LETTER = "[\\p{L}\\p{N}]";

/* Each word as it is typed; the last one may be the beginning of a word. */
function patterns(typed) {
  const words = plain(typed).trim().split(" ").filter(Boolean);
  return words.map((word, n) => {
    const before = new RegExp(`^${LETTER}`, "u").test(word) ? `(?<!${LETTER})` : "";
    const after = n < words.length - 1 && new RegExp(`${LETTER}$`, "u").test(word) ? `(?!${LETTER})` : "";
    const pattern = new RegExp(before + word.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&") + after, "gu");
    return Object.assign(pattern, { word });
  });
}

/* Which of the patterns a section has, and how much they are worth there: complete words in a title most. */
function rated(section, wanted) {
  const words = section.lesson.words;
  const has = (text, pattern) => text.includes(pattern.word) && text.search(pattern) >= 0;
  const found = wanted.map((pattern) =>
    (section.isFirst && has(section.lesson.plain, pattern) ? (words.has(pattern.word) ? 12 : 8) : 0)
    + (has(section.plainHeading, pattern) ? 4 : 0) + (has(section.plain, pattern) ? 1 : 0));
  const known = wanted.map((pattern, n) => found[n] > 0 || has(section.lesson.plain, pattern));
  return { section, known, own: found.some(Boolean), worth: found.reduce((sum, each) => sum + each, 0) };
}

/* Sections with all words; of a lesson that has them in several, the one that has most. */
function sought(lessons, wanted) {
  const found = [];
  for (const lesson of lessons) {
    const each = lesson.sections.map((section) => rated(section, wanted)).filter(({ own }) => own);
    const complete = each.filter(({ known }) => known.every(Boolean));
    if (complete.length) found.push(...complete);
    else if (each.length && wanted.every((_, n) => each.some(({ known }) => known[n]))) {
      const best = each.reduce((one, other) => (other.worth > one.worth ? other : one));
      found.push({ ...best, worth: best.worth / 100 });
    }
  }
  return found.sort((one, other) => other.worth - one.worth);
}

/* Where the patterns are in a text: pairs of start and end. */
function spots(text, wanted) {
  const [letters, places] = [[], []];
  for (let at = 0; at < text.length; at++) {
    for (const letter of plain(text[at])) {
      letters.push(letter);
      places.push(at);
    }
  }
  const searched = letters.join("");
  return wanted.flatMap((pattern) => [...searched.matchAll(pattern)])
    .map(({ index, 0: hit }) => [places[index], places[index + hit.length - 1] + 1])
    .sort((one, other) => one[0] - other[0]);
}

function excerpt(text, wanted) {
  const found = spots(text, wanted);
  const first = found[0]?.[0] ?? 0;
  const begin = first < 60 ? 0 : text.indexOf(" ", first - 60) + 1;
  const space = text.indexOf(" ", begin + 180);
  const end = space < 0 || text.length < begin + 200 ? text.length : space;
  const parts = [begin ? "… " : ""];
  let at = begin;
  for (const [from, to] of found) {
    if (from < at || to > end) continue;
    const mark = document.createElement("mark");
    mark.append(text.slice(from, to));
    parts.push(text.slice(at, from), mark);
    at = to;
  }
  return [...parts, text.slice(at, end), end < text.length ? " …" : ""];
}

function shown({ section }, wanted) {
  const [item, link, snippet] = ["li", "a", "p"].map((name) => document.createElement(name));
  link.href = section.lesson.address + (section.anchor && `#${section.anchor}`);
  link.append([section.lesson.title, section.heading].filter(Boolean).join(" › "));
  snippet.append(...excerpt(section.text, wanted));
  item.lang = section.lesson.lang;
  item.append(link, snippet);
  return item;
}

function searching() {
  const panel = one(".course-search");
  if (!panel) return; // the lessons have not been built yet
  const [field, told, list] = [one("input", panel), one(".told", panel), one(".results", panel)];
  const lessons = [];
  let waiting;
  const look = () => {
    const wanted = patterns(field.value);
    panel.toggleAttribute("data-empty", !wanted.length);
    if (!wanted.length) return list.replaceChildren();
    const found = sought(lessons, wanted);
    const words = panel.dataset[found.length > MOST ? "most" : found.length > 1 ? "many" : found.length ? "one" : "none"];
    if (!waiting || found.length) told.textContent = words.replace("{n}", found.length).replace("{most}", MOST);
    list.replaceChildren(...found.slice(0, MOST).map((each) => shown(each, wanted)));
  };
  window.coursebuildLessons = (more) => {
    for (const [address, lang, title, sections] of more) {
      const lesson = { address, lang, title, plain: plain(title), words: new Set(plain(title).split(" ")) };
      lesson.sections = sections.map(([anchor, heading, text], n) =>
        ({ lesson, anchor, heading, text, plainHeading: plain(heading), plain: plain(text), isFirst: !n }));
      lessons.push(lesson);
    }
  };
  const load = () => {
    if (waiting !== undefined) return;
    const files = panel.dataset.files.split(" ");
    waiting = files.length;
    for (const file of files) {
      const script = document.createElement("script");
      script.async = false;
      script.src = file;
      on(script, "load", () => { waiting--; look(); });
      on(script, "error", () => { told.textContent = panel.dataset.failed; });
      document.head.append(script);
    }
  };
  keys["/"] = (event) => {
    event.preventDefault();
    field.focus();
    field.select();
  };
  on(field, "focus", load);
  on(field, "input", () => { load(); look(); });
  on(field, "keydown", ({ key }) => key === "Enter" && one("a", list)?.focus());
  onEscape(panel, () => {
    field.value = "";
    look();
    field.focus();
  });
  panel.hidden = false;
  if (field.value) load();
  look();
}

try { searching(); } catch (error) { console.error(error); }
