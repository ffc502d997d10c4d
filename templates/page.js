/* What a reader can do: the functions named at the end, each alone. */
const root = document.documentElement;
const blocks = "p, li, td, th, dt, dd, figcaption, caption, summary, div, main";
const keys = {};

const one = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const ours = (selector) => all(`main ${selector}:not(.ui *)`);
const made = (selector) => one(selector, one("template").content).cloneNode(true);
const on = (target, ...how) => target.addEventListener(...how);
const onEscape = (target, act) => on(target, "keydown", ({ key }) => key === "Escape" && act());
const rect = (place) => place.getBoundingClientRect();
const isShown = (element) => element.getClientRects().length > 0;
const targetOf = ({ hash }) => {
  try { return document.getElementById(decodeURIComponent(hash.slice(1))); } catch { return null; }
};
const say = (text) => one(".said").replaceChildren(text);

function recall(name) {
  try { return localStorage.getItem(`coursebuild ${name}`); } catch { return null; }
}

function remember(name, value) {
  try { localStorage.setItem(`coursebuild ${name}`, value); } catch {}
}

function unfold(box, open) {
  box.toggleAttribute("data-closed", !open);
  one(".toggle", box).ariaExpanded = open;
  one("[data-tool=corrections]").ariaPressed = !one("[data-closed]");
}

function reveal(element) {
  for (let around = element; around; around = around.parentElement) {
    if (around.matches("[data-closed]")) unfold(around, true);
    if (around.matches("details")) around.open = true;
    if (around.matches(".tabs > [hidden]")) around.dispatchEvent(new Event("beforematch"));
    around.removeAttribute("data-beside");
  }
}

function scheme(button) {
  on(button, "click", () => {
    const next = { light: "dark", dark: "auto" }[root.dataset.scheme] ?? "light";
    root.dataset.scheme = next;
    remember("scheme", next);
    say(one(`.name.${next}`, button).textContent);
  });
}

/* The title in the bar, once that of the page is out of sight. */
function scrolled() {
  const link = one(".to-top");
  new IntersectionObserver(([title]) => link.toggleAttribute("data-scrolled", !title.isIntersecting))
    .observe(one("h1"));
}

const printing = (button) => on(button, "click", () => print());

function contents() {
  const nav = one(".contents");
  if (!nav) return;
  const [list, beside] = [one("details", nav), matchMedia("(min-width: 64em)")];
  const links = all("a", list).filter(targetOf);
  const fit = () => { list.open = beside.matches; };
  const mark = () => {
    const isAtEnd = scrollY && scrollY + innerHeight > root.scrollHeight - 2;
    const line = innerHeight / (isAtEnd ? 1 : 3);
    const here = links.findLast((link) => isShown(targetOf(link)) && rect(targetOf(link)).top < line);
    for (const link of links) link.ariaCurrent = link === here ? "location" : null;
    if (here) nav.scrollTop = here.offsetTop - nav.clientHeight / 2;
  };
  fit();
  mark();
  on(beside, "change", fit);
  on(window, "scroll", mark);
  on(document, "click", ({ target }) => beside.matches || target.closest("summary") || fit());
  onEscape(list, () => {
    fit();
    one("summary", list).focus();
  });
}

/* Of a session: what follows prompts, backslashes and `> `. */
function typed(pre) {
  const copy = pre.cloneNode(true);
  for (const prompt of all(".gp", copy)) prompt.textContent = prompt.textContent.replace(/ *\S+ ?/g, "\0");
  const lines = copy.textContent.match(/^\0(.*\\\n|.*\n> ?)*.*/gm);
  return lines?.join("\n").replace(/\0|^> ?/gm, "") ?? pre.textContent;
}

async function copied(pre) {
  const text = typed(pre);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(pre);
    on(document, "copy", (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/plain", text);
    }, { once: true });
    return document.execCommand("copy");
  }
}

function copying() {
  for (const pre of ours("pre")) {
    const button = made(".copy");
    pre.after(button);
    on(button, "click", async () => {
      const result = (await copied(pre)) ? "done" : "failed";
      button.dataset.result = result;
      say(one(`.${result}`, button).textContent);
      setTimeout(() => delete button.dataset.result, 2500);
    });
  }
}

/* What scrolls sideways can have the focus, and has a name. */
function scrolling() {
  ours(":is(pre, .table-scroll, .diagram, .math.display, .formula.wide)").forEach((scroller, n) => {
    const name = one("caption", scroller)?.textContent ?? one(":scope > [role=img]", scroller)?.ariaLabel;
    const label = name ?? one(".tools").dataset[scroller.localName];
    new ResizeObserver(() => {
      const scrolls = scroller.scrollWidth > scroller.clientWidth;
      scroller.role = scrolls ? "region" : null;
      scroller.ariaLabel = scrolls ? label.replace("{n}", n + 1) : null;
      if (scrolls) scroller.tabIndex = 0;
      else scroller.removeAttribute("tabindex");
    }).observe(scroller);
  });
}

/* A copy of each note: in the margin, instead of the list at the end, or after its call when asked for. */
function notes() {
  const main = one("main");
  const beside = matchMedia("(min-width: 80em)");
  const pairs = ours("a.footnote-ref").filter(targetOf).map((call) => {
    const note = made(".side-note");
    note.append(...targetOf(call).cloneNode(true).childNodes);
    one(".footnote-back", note)?.remove();
    all("[id]", note).forEach((part) => part.removeAttribute("id"));
    (one("p", note) ?? note).prepend(one("sup", call).cloneNode(true), " ");
    call.closest(blocks).append(note);
    const open = (isOpen) => {
      note.hidden = !isOpen;
      call.ariaExpanded = isOpen;
      if (isOpen) say(note.textContent);
      else call.focus();
    };
    on(call, "click", (event) => {
      event.preventDefault();
      if (!beside.matches) return open(note.hidden);
      note.scrollIntoView({ block: "nearest" });
      say(note.textContent);
    });
    onEscape(note.parentElement, () => note.hidden || open(false));
    return [call, note];
  });
  new ResizeObserver(() => pairs.reduce((free, [call, note]) => {
    call.ariaExpanded = beside.matches ? null : !note.hidden;
    const level = Math.max(free, rect(call).top - rect(main).top);
    note.style.top = `${level + rect(main).top - rect(note.offsetParent ?? main).top}px`;
    return isShown(note) ? level + note.offsetHeight + 12 : free;
  }, 0)).observe(main);
  one(".footnotes")?.setAttribute("data-beside", "");
}

/* Of boxes that are tabs, one is seen: the one whose label was chosen last, in any lesson of the course. */
function tabs() {
  let chosen = JSON.parse(recall("tabs")) ?? [];
  const groups = [];
  const choose = (label, tab) => {
    const top = rect(tab).top;
    chosen = [label, ...chosen.filter((other) => other !== label)].slice(0, 30);
    remember("tabs", JSON.stringify(chosen));
    for (const show of groups) show(label);
    tab.focus({ preventScroll: true });
    scrollBy({ top: rect(tab).top - top, behavior: "instant" });
  };
  ours(".tabs").forEach((group, n) => {
    const panels = all(":scope > :is(.tab, .correction, .solution)", group);
    if (panels.length < 2) return;
    const labels = panels.map((panel) => (one(".admonition-subject", panel) ?? one(".admonition-label", panel)).textContent.trim());
    const list = made(".tablist");
    const tabs = panels.map((panel, m) => {
      const tab = made("[role=tab]");
      tab.textContent = labels[m];
      tab.id = `coursebuild-tab-${n}-${m}`;
      panel.id ||= `coursebuild-panel-${n}-${m}`;
      panel.role = "tabpanel";
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("aria-labelledby", tab.id);
      on(tab, "click", () => choose(labels[m], tab));
      on(panel, "beforematch", () => show(m));
      return tab;
    });
    const show = (at) => tabs.forEach((tab, m) => {
      tab.ariaSelected = m === at;
      tab.tabIndex = m === at ? 0 : -1;
      panels[m].hidden = m !== at;
    });
    on(list, "keydown", (event) => {
      const [at, last] = [tabs.indexOf(document.activeElement), tabs.length - 1];
      const next = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
      if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      choose(labels[next], tabs[next]);
    });
    list.append(...tabs);
    panels[0].before(list);
    show(Math.max(0, labels.indexOf(chosen.find((label) => labels.includes(label)))));
    groups.push((label) => labels.includes(label) && show(labels.indexOf(label)));
  });
}

function tasks() {
  const place = `tasks of ${root.dataset.document}`;
  const [ticks, seen] = [new Map(JSON.parse(recall(place))), []];
  for (const tick of ours(".task-list input")) {
    const text = tick.closest("label, li").textContent.trim();
    seen.push(text);
    const task = `${text} ${seen.filter((other) => other === text).length}`;
    tick.disabled = false;
    tick.checked = ticks.get(task) ?? tick.checked;
    on(tick, "change", () => remember(place, JSON.stringify([...ticks.set(task, tick.checked)])));
  }
}

/* Without case and accents: a character may become none, or two. */
const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
  .replace(/\s/g, " ").replaceAll("’", "'").replaceAll("œ", "oe").replaceAll("ß", "ss");

/* The text, plain, with each character's place; a line a block. */
function indexed() {
  const [letters, places] = [[], []];
  let last;
  const walker = document.createTreeWalker(one("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const block = node.parentElement.closest(blocks);
    if (node.parentElement.closest(".ui, math")) continue;
    const put = (letter, at) => {
      if (letter === " " && " \n".includes(letters.at(-1))) return;
      letters.push(letter);
      places.push([node, at]);
    };
    if (block !== last) put("\n", 0);
    last = block;
    for (let at = 0; at < node.length; at++) {
      for (const letter of plain(node.data[at])) put(letter, at);
    }
  }
  return { text: letters.join(""), places };
}

function finding(button) {
  if (!button) return;
  const [panel, marks] = [one(".find"), CSS.highlights];
  const [field, told] = [one("input", panel), one("output", panel)];
  let [hits, at, index, before] = [[], 0];
  const clear = () => {
    one(".hit")?.classList.remove("hit");
    marks?.clear();
  };
  const go = (to) => {
    at = (to + hits.length) % hits.length || 0;
    const hit = hits[at];
    const words = told.dataset[hit ? "some" : "none"].replace("{n}", at + 1).replace("{count}", hits.length);
    told.textContent = field.value && words;
    clear();
    if (!hit) return;
    const element = hit.startContainer.parentElement;
    const scroller = element.closest("pre, .table-scroll, .diagram, .math.display, .formula.wide");
    reveal(element);
    element.classList.add("hit");
    if (scroller) scroller.scrollLeft += rect(hit).left - rect(scroller).left - 60;
    scrollBy(0, rect(hit).top - innerHeight / 3);
    marks?.set("hits", new Highlight(...hits)).set("hit", new Highlight(hit));
  };
  const look = () => {
    const wanted = plain(field.value).trim();
    hits = [];
    for (let from = 0; wanted && (from = index.text.indexOf(wanted, from)) >= 0; from += wanted.length) {
      const [hit, [end, last]] = [new Range(), index.places[from + wanted.length - 1]];
      hit.setStart(...index.places[from]);
      hit.setEnd(end, last + 1);
      hits.push(hit);
    }
    go(Math.max(0, hits.findIndex((hit) => rect(hit).top > 0)));
  };
  const open = (isOpen) => {
    if (panel.hidden) before = document.activeElement;
    panel.hidden = !isOpen;
    button.ariaExpanded = isOpen;
    (isOpen ? field : before).focus({ preventScroll: true });
    clear();
    if (!isOpen) return;
    index = indexed();
    look();
  };
  keys["/"] = (event) => {
    event.preventDefault();
    open(true);
  };
  on(button, "click", () => open(panel.hidden));
  on(field, "input", look);
  on(field, "keydown", ({ key, shiftKey }) => key === "Enter" && go(shiftKey ? at - 1 : at + 1));
  onEscape(panel, () => open(false));
  on(one(".previous", panel), "click", () => go(at - 1));
  on(one(".next", panel), "click", () => go(at + 1));
  on(one(".close", panel), "click", () => open(false));
}

function corrections(button) {
  if (!button) return;
  const boxes = ours(":is(.correction, .solution).admonition");
  const flip = (box) => unfold(box, box.matches("[data-closed]"));
  const flipAll = () => {
    const open = !!one("[data-closed]");
    boxes.forEach((box) => unfold(box, open));
    remember("corrections", open);
  };
  for (const box of boxes) {
    const [title, toggle] = [one(".admonition-title", box), made(".toggle")];
    toggle.append(...title.childNodes);
    title.append(toggle);
    unfold(box, root.dataset.corrections !== "false");
    on(toggle, "click", () => flip(box));
  }
  delete root.dataset.corrections;
  on(button, "click", flipAll);
  keys.c = ({ shiftKey }) => {
    if (shiftKey) return flipAll();
    const next = boxes.find((box) => isShown(box) && (rect(box).top >= 0 || rect(box).bottom > innerHeight));
    if (!next) return;
    flip(next);
    next.scrollIntoView({ block: next.offsetHeight < innerHeight * 0.8 ? "nearest" : "start" });
    one(".toggle", next).focus();
  };
}

function arrivals() {
  const arrive = () => {
    const target = targetOf(location);
    if (!target || isShown(target)) return;
    reveal(target);
    target.scrollIntoView();
  };
  on(window, "hashchange", arrive);
  arrive();
}

/* Single keys can be turned off (WCAG 2.1.4). */
function shortcuts() {
  const areOn = one("#coursebuild-keys input");
  areOn.checked = recall("keys") !== "false";
  on(areOn, "change", () => remember("keys", areOn.checked));
  on(document, "keydown", (event) => {
    const isOwn = event.ctrlKey || event.altKey || event.metaKey || event.target.matches(":read-write");
    if (areOn.checked && !isOwn) keys[event.key.toLowerCase()]?.(event);
  });
}

for (const feature of [
  scheme, scrolled, printing, corrections, notes, copying, scrolling, tasks, tabs, finding, shortcuts, arrivals, contents,
]) {
  const button = one(`[data-tool=${feature.name}]`);
  try {
    feature(button);
    if (button) button.hidden = false;
  } catch (error) { console.error(error); }
}
