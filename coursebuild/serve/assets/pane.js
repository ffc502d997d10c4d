/* One pane: a page in a frame, or the pages of a PDF, of one edition of a lesson. */

import { compare } from "./compare.js";
import { make } from "./dom.js";
import { anchored, anchors, carried } from "./keep.js";
import { counterpart, parsed } from "./live.js";
import { changedIn, morph } from "./morph.js";
import { PrintedPages } from "./printed.js";
import { builtFile, fileAddress } from "./server.js";
import { tint } from "./tint.js";
import { words } from "./words.js";

const HIGHLIGHT = 2000; // milliseconds for which a change is shown
const SMALL = "p, li, pre, table, .footnotes"; // what is inside of these is near enough to them
const CHANGED = "data-preview-changed";
const LEADS = ["pointerenter", "pointermove", "pointerdown", "wheel", "touchstart", "keydown", "focusin"];

const style = fetch("/assets/frame.css").then((response) => response.text());

/**
 * Events: `lead` when the reader works in it, `scrolled`, `resized` when its content has other heights, `loaded` with each
 * new content, `key` with a key typed in the frame, `visit` when a link to another lesson is followed.
 */
export class Pane extends EventTarget {
  constructor(body) {
    super();
    this.body = body; // where the content goes
    this.lesson = this.edition = "";
    this.format = "html";
    this.frame = this.printed = this.base = null;
    this.version = 0;
    this.isOld = false;
    this.work = Promise.resolve();
    for (const name of LEADS) body.addEventListener(name, () => this.dispatchEvent(new Event("lead")));
  }

  /** Show an edition of a lesson; `hash` is the identifier of what to begin with. */
  show(lesson, edition, format, hash = "") {
    if (lesson === this.lesson && edition === this.edition && format === this.format) return this.work;
    Object.assign(this, { lesson, edition, format, base: null, version: 0, isOld: false });
    this.frame = this.printed = null;
    this.body.replaceChildren(make("p.empty", {}, words.waiting));
    return this.update(hash);
  }

  /** Show what the server has now; one update after the other. */
  update(hash = "") {
    this.waiting ??= this.work.then(() => {
      this.waiting = null;
      return this.updated(hash).catch((error) => {
        console.warn(error);
        if (!this.isReady) this.say(words.failed);
      });
    });
    this.work = this.waiting;
    return this.work;
  }

  async updated(hash) {
    const { lesson, edition, format } = this;
    const isSame = () => lesson === this.lesson && edition === this.edition && format === this.format;
    if (format === "pdf") {
      this.printed ??= new PrintedPages(this);
      await this.printed.update();
      return this.dispatchEvent(new Event("loaded"));
    }
    const address = fileAddress(edition, lesson, format);
    const file = await builtFile(address);
    if (!isSame()) return;
    if (!file) {
      if (!this.base) this.say(words.none_yet);
      return;
    }
    this.isOld = file.isOld;
    if (file.version !== this.version || !this.base) {
      const next = parsed(file.text);
      const changed = this.base ? await this.changed(address, next) : await this.first(address, hash);
      this.base = next;
      this.version = file.version;
      if (changed.length) this.highlight(changed);
    }
    this.dispatchEvent(new Event("loaded"));
  }

  say(text) {
    this.frame = null;
    this.body.replaceChildren(make("p.empty", {}, text));
  }

  async first(address, hash) {
    const frame = await this.loaded(hash ? `${address}#${hash}` : address);
    for (const other of [...this.body.children]) if (other !== frame) other.remove(); // a frame that moves is loaded again
    this.frame = frame;
    await this.adopt(frame);
    return [];
  }

  /** Change the page in place, or exchange it. Return the elements that changed. */
  async changed(address, next) {
    const { document: live } = this;
    const blocks = anchors(live);
    const changed = morph(live, this.base, next);
    if (changed) {
      if (blocks.length) anchored(live, blocks);
      return changed;
    }
    return this.exchange(address, next);
  }

  /** Load the page again behind the one that is seen, do to it what the reader has done, and swap them. */
  async exchange(address, next) {
    const [before, live] = [this.frame, this.document];
    const frame = await this.loaded(address);
    await this.adopt(frame);
    const hadFocus = document.activeElement === before;
    if (hadFocus) frame.contentWindow.focus();
    carried(live, this.base, frame.contentDocument, next);
    this.frame = frame;
    frame.classList.remove("coming");
    before.remove();
    return changedIn(frame.contentDocument, this.base, next);
  }

  loaded(address) {
    const title = `${words[this.edition] ?? this.edition}: ${this.lesson}`;
    const frame = make("iframe.coming", { src: address, title });
    return new Promise((resolve) => {
      frame.addEventListener("load", () => resolve(frame), { once: true });
      this.body.append(frame);
    });
  }

  /** Style the page in a frame, and listen to what the reader does in it. */
  async adopt(frame) {
    const { contentDocument: live, contentWindow: view } = frame;
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(await style);
    live.adoptedStyleSheets.push(sheet);
    frame.classList.remove("coming");
    for (const name of LEADS) {
      live.addEventListener(name, () => this.dispatchEvent(new Event("lead")), { passive: true, capture: true });
    }
    view.addEventListener("scroll", () => this.dispatchEvent(new Event("scrolled")), { passive: true });
    live.addEventListener("keydown", (event) => this.dispatchEvent(new CustomEvent("key", { detail: event })));
    live.addEventListener("click", (event) => this.followed(event));
    new view.ResizeObserver(() => this.dispatchEvent(new Event("resized"))).observe(live.body);
  }

  /** A link in the page: to a lesson, in the preview; to anything else that is not this page, in a tab of its own. */
  followed(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { origin, pathname } = this.frame.contentWindow.location;
    const to = new URL(link.href);
    if (to.origin === origin && to.pathname === pathname) return;
    event.preventDefault();
    if (to.origin === location.origin) this.dispatchEvent(new CustomEvent("visit", { detail: to }));
    else window.open(to, "_blank", "noopener");
  }

  /** Show what changed, for a short time, and where it is if it is out of sight. */
  highlight(elements) {
    const shown = elements.filter((element) => element.getClientRects().length);
    for (const element of shown) {
      element.removeAttribute(CHANGED);
      element.getBoundingClientRect(); // so that a change to the same element starts again
      element.setAttribute(CHANGED, "");
    }
    setTimeout(() => shown.forEach((element) => element.removeAttribute(CHANGED)), HIGHLIGHT);
    this.dispatchEvent(new CustomEvent("changed", { detail: shown }));
  }

  /** Tint what students do not see, if `comparison` of their page with this one is given. */
  tint(comparison, isTinted) {
    if (!this.isReady || !this.document) return;
    tint(this.document, comparison);
    this.document.documentElement.toggleAttribute("data-preview-untinted", !isTinted);
  }

  get document() {
    return this.frame?.contentDocument ?? null;
  }

  get isReady() {
    return Boolean(this.format === "pdf" ? this.printed?.isReady : this.frame && this.base);
  }

  get scroller() {
    return this.format === "pdf" ? this.printed.scroller : this.document.scrollingElement;
  }

  get scrollTop() {
    return this.scroller.scrollTop;
  }

  get scrollRange() {
    return this.scroller.scrollHeight - this.scroller.clientHeight;
  }

  scrollTo(top) {
    this.scroller.scrollTo({ top, behavior: "instant" });
  }

  /** Pairs of positions, in this pane and another one, of what is in both. */
  landmarks(other) {
    if (this.format === "pdf") return this.printed.landmarks(other.printed);
    const { partners } = compare(this.base.querySelector("main"), other.base.querySelector("main"));
    const pairs = [];
    for (const [node, partner] of partners) {
      if (node.nodeType !== Node.ELEMENT_NODE || node.parentElement.closest(SMALL)) continue;
      const [here, there] = [counterpart(node, this.document), counterpart(partner, other.document)];
      if (here?.getClientRects().length && there?.getClientRects().length) {
        pairs.push([this.heightOf(here), other.heightOf(there)]);
      }
    }
    return pairs;
  }

  heightOf(element) {
    return element.getBoundingClientRect().top + this.scrollTop;
  }
}
