/* The preview: the index of the course at `/`, and a lesson at `/view/STEM`. */

import { Index } from "./index.js";
import { make } from "./dom.js";
import { followScheme } from "./scheme.js";
import { courseState, listen } from "./server.js";
import { View } from "./view.js";
import { words } from "./words.js";

const ADDRESS = /^\/view\/(.+)$/;

const lost = make("p.lost", { role: "alert", hidden: true }, words.lost.replaceAll("`", ""));
const asked = ADDRESS.exec(location.pathname);
const screen = asked ? new View(decodeURIComponent(asked[1])) : new Index();

followScheme();
document.body.replaceChildren(lost, ...screen.elements);

let state = { title: "", editions: [], lessons: [], diagnostics: [] };

async function renew() {
  try {
    state = await courseState();
    await screen.update(state);
  } catch (error) {
    console.warn(error);
  }
}

listen({
  course: renew,
  changed({ lesson, edition, format, version }) {
    const found = state.lessons.find(({ stem }) => stem === lesson);
    if (found) (found.editions[edition] ??= {})[format] = version;
    screen.changed?.(lesson, edition, format);
  },
  diagnosed({ lesson, diagnostics }) {
    const found = lesson === null ? state : state.lessons.find(({ stem }) => stem === lesson);
    if (found) found.diagnostics = diagnostics;
    screen.diagnosed(state);
  },
  unchanged({ lesson }) {
    screen.unchanged?.(lesson);
  },
  building({ lesson }) {
    screen.building?.(lesson);
  },
  lost() {
    lost.hidden = false;
  },
  found() {
    lost.hidden = true;
    renew();
  },
});
