/* The pages of a PDF, as pictures that the server draws: they keep their place when they change. */

import { make, visit } from "./dom.js";
import { fileAddress } from "./server.js";
import { editionName, words } from "./words.js";

const CLOSE = "100% 0px"; // pages are drawn when they are this close to the window

export class PrintedPages {
  constructor(pane) {
    this.pane = pane;
    this.sheets = [];
    this.isReady = false;
    this.scroller = make("div.sheets", { tabindex: 0, role: "region", "aria-label": words.pages });
    this.scroller.addEventListener("scroll", () => pane.dispatchEvent(new Event("scrolled")), { passive: true });
    this.observer = new IntersectionObserver(
      (entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => this.draw(target)),
      { root: this.scroller, rootMargin: CLOSE },
    );
    new ResizeObserver(() => pane.dispatchEvent(new Event("resized"))).observe(this.scroller);
  }

  get address() {
    return fileAddress(this.pane.edition, this.pane.lesson, "pdf");
  }

  async update() {
    const response = await fetch(`${this.address}/pages.json`);
    if (response.status === 404) return this.embed();
    if (!response.ok) {
      if (!this.isReady) this.pane.say(words.none_yet);
      return;
    }
    const [sizes, version] = [await response.json(), Number(response.headers.get("X-Coursebuild-Version"))];
    this.pane.isOld = response.headers.get("X-Coursebuild-Stale") === "true";
    if (!this.isReady) this.pane.body.replaceChildren(this.scroller);
    if (version === this.pane.version) return;
    this.pane.version = version;
    this.resize(sizes);
    if (!this.isReady) this.scroller.scrollTop = visit.get(this.pane.place) ?? 0;
    this.isReady = true;
    for (const sheet of this.sheets) { // each is seen by the observer anew
      this.observer.unobserve(sheet);
      this.observer.observe(sheet);
    }
    const { top, bottom } = this.scroller.getBoundingClientRect();
    await Promise.all(this.sheets.filter((sheet) => {
      const rect = sheet.getBoundingClientRect();
      return rect.bottom > top && rect.top < bottom;
    }).map((sheet) => this.draw(sheet)));
  }

  resize(sizes) {
    while (this.sheets.length > sizes.length) {
      const sheet = this.sheets.pop();
      this.observer.unobserve(sheet);
      sheet.remove();
    }
    sizes.forEach(([width, height], n) => {
      if (n === this.sheets.length) {
        const alt = words.page.replace("{n}", n + 1);
        this.sheets.push(make("img.sheet", { alt, "data-number": n + 1, decoding: "async" }));
        this.scroller.append(this.sheets[n]);
      }
      this.sheets[n].style.aspectRatio = `${width} / ${height}`;
    });
  }

  /* The page stays as it was until its new picture is there. */
  async draw(sheet) {
    const width = Math.round(sheet.clientWidth * devicePixelRatio);
    const address = `${this.address}/${sheet.dataset.number}.png?width=${width}&version=${this.pane.version}`;
    if (sheet.dataset.address === address) return;
    sheet.dataset.address = address;
    const picture = new Image();
    picture.src = address;
    try { await picture.decode(); } catch { return; }
    if (sheet.dataset.address === address) sheet.src = address;
  }

  /* Where the server draws no pages, the browser shows the file. */
  embed() {
    const title = `${editionName(this.pane.edition)}: ${this.pane.lesson}`;
    this.pane.body.replaceChildren(make("iframe", { src: this.address, title }));
  }

  landmarks(other) {
    const pages = this.sheets.slice(0, other.sheets.length);
    return pages.map((sheet, n) => [sheet.offsetTop, other.sheets[n].offsetTop]);
  }
}
