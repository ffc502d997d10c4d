/* One pane: a page in a frame, or the pages of a PDF, of one edition of a lesson. */

import { compare } from "./compare.js";
import { make, visit } from "./dom.js";
import { anchored, anchors, carry } from "./keep.js";
import { Twins, isElement, parsed } from "./live.js";
import { changedElements, morph } from "./morph.js";
import { PrintedPages } from "./printed.js";
import { builtFile, fileAddress } from "./server.js";
import { tint } from "./tint.js";
import { editionName, words } from "./words.js";

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
    this.edition = "";
    this.format = "html";
    this.work = Promise.resolve();
    this.cancel = () => {}; // what waits for a frame that is not wanted any more
    this.clear();
    for (const name of LEADS) body.addEventListener(name, () => this.dispatchEvent(new Event("lead")));
  }

  /** Show an edition of a lesson; `hash` is the identifier of what to begin with. */
  show(lesson, edition, format, hash = "") {
    if (lesson === this.lesson && edition === this.edition && format === this.format) return this.update();
    this.clear();
    Object.assign(this, { lesson, edition, format });
    return this.update(hash);
  }

  /** Show nothing yet. */
  clear() {
    this.lesson = "";
    this.version = 0;
    this.isOld = false;
    this.frame = this.printed = this.base = this.twins = null;
    this.cancel();
    this.body.replaceChildren(make("p.empty", {}, words.waiting));
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
      const isThere = await (this.base ? this.change(address, next) : this.begin(address, next, hash));
      if (!isThere) return;
      this.version = file.version;
    }
    this.dispatchEvent(new Event("loaded"));
  }

  say(text) {
    this.frame = null;
    this.body.replaceChildren(make("p.empty", {}, text));
  }

  async begin(address, base, hash) {
    const frame = await this.loaded(hash ? `${address}#${hash}` : address);
    if (!frame) return false;
    for (const other of [...this.body.children]) if (other !== frame) other.remove(); // a frame that moves is loaded again
    this.become(frame, base);
    if (!hash) this.scrollTo(visit.get(this.place) ?? 0);
    return true;
  }

  /** Change the page in place, or exchange it, and show what changed. */
  async change(address, next) {
    const comparison = compare(this.base.documentElement, next.documentElement);
    const blocks = anchors(this.document);
    const isIndex = this.document.querySelector(".course-search"); // whose texts are in files beside it, which it reads once
    if (!isIndex && morph(this.twins, comparison)) {
      anchored(this.document, blocks);
      this.become(this.frame, next);
    } else if (!await this.exchange(address, next, comparison)) {
      return false;
    }
    this.highlight(changedElements(comparison).map((element) => this.twins.live.get(element)));
    return true;
  }

  /** Load the page again behind the one that is seen, do to it what the reader has done, and swap them. */
  async exchange(address, next, comparison) {
    const { frame: before, twins, document: live } = this;
    const frame = await this.loaded(address);
    if (!frame) return false;
    const hadFocus = document.activeElement === before;
    this.become(frame, next);
    if (hadFocus) frame.contentWindow.focus();
    carry(live, twins, this.document, this.twins, comparison);
    before.remove();
    return true;
  }

  become(frame, base) {
    this.frame = frame;
    this.base = base;
    this.twins = new Twins(base, frame.contentDocument);
    frame.classList.remove("coming");
  }

  /** A frame with a page, which is not seen yet; null if something else is to be shown before it is there. */
  loaded(address) {
    const title = `${editionName(this.edition)}: ${this.lesson}`;
    const frame = make("iframe.coming", { src: address, title });
    return new Promise((resolve) => {
      this.cancel = () => resolve(null);
      frame.addEventListener("load", async () => {
        const css = await style;
        if (!frame.contentDocument?.querySelector("main")) { // the server is gone, or the pane shows something else
          frame.remove();
          return resolve(null);
        }
        this.adopt(frame, css);
        resolve(frame);
      }, { once: true });
      this.body.append(frame);
    });
  }

  /** Style the page in a frame, and listen to what the reader does in it. */
  adopt(frame, css) {
    const { contentDocument: live, contentWindow: view } = frame;
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(css);
    live.adoptedStyleSheets.push(sheet);
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

  /** Keep where the reader is, for the next visit of this window. */
  keepPlace() {
    if (this.isReady) visit.set(this.place, this.scrollTop);
  }

  get place() {
    return `place in ${this.edition}/${this.lesson}.${this.format}`;
  }

  /** Show what changed, for a short time, and where it is if it is out of sight. */
  highlight(elements) {
    const shown = elements.filter((element) => element?.getClientRects().length);
    if (!shown.length) return;
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
    tint(this.document, this.twins, comparison);
    this.document.documentElement.toggleAttribute("data-preview-untinted", !isTinted);
  }

  get document() {
    return this.frame?.contentDocument ?? null;
  }

  get isReady() {
    return Boolean(this.format === "pdf" ? this.printed?.isReady : this.base && this.document);
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
      if (!isElement(node) || node.parentElement.closest(SMALL)) continue;
      const [here, there] = [this.twins.live.get(node), other.twins.live.get(partner)];
      if (here?.getClientRects().length && there?.getClientRects().length) {
        pairs.push([this.heightOf(here), other.heightOf(there)]);
      }
    }
    return pairs;
  }

  /** The position at which an element is at the top, below the page's bar, as a link would put it. */
  heightOf(element) {
    const padding = parseFloat(this.document.defaultView.getComputedStyle(this.scroller).scrollPaddingTop) || 0;
    return element.getBoundingClientRect().top + this.scrollTop - padding;
  }
}
