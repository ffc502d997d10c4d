/* The server's side of the preview: the state of the course, its events, and what is asked of it. */

import { words } from "./words.js";

const token = document.querySelector("meta[name=token]").content;
const page = Math.random().toString(36).slice(2);

export const INDEX = "index"; // the stem of the page with all lessons

export const lessonAddress = (stem) => `/view/${encoded(stem)}`;
export const fileAddress = (edition, stem, format) => `/${encoded(edition)}/${encoded(stem)}.${format}`;

const encoded = (path) => path.split("/").map(encodeURIComponent).join("/");

/** The state of the course. Throws if the server cannot be reached. */
export async function courseState() {
  const response = await fetch("/state.json");
  if (!response.ok) throw new Error(`state.json: ${response.status}`);
  return response.json();
}

/** A built file: its text, version, and whether it is from before an error; null where there is none. */
export async function builtFile(address) {
  const response = await fetch(address);
  if (!response.ok) return null;
  return {
    text: await response.text(),
    version: Number(response.headers.get("X-Coursebuild-Version")),
    isOld: response.headers.get("X-Coursebuild-Stale") === "true",
  };
}

function post(address, data) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token, page, ...data }),
  });
}

/** Tell the server what this page shows, so that it builds these files first. */
export const watch = (lesson, formats) => post("/watch", { lesson, formats }).catch(() => {});

/** Open the author's editor; return what the server says where it could not, or an empty text. */
export async function openEditor({ path, line, column }) {
  try {
    const response = await post("/open", { path, line, column });
    if (response.ok) return "";
    return response.status === 409 ? (await response.json()).message : words.not_opened;
  } catch {
    return words.not_opened;
  }
}

const PATIENCE = 1500; // milliseconds until a lost connection is said, and between two attempts
const EVENTS = ["course", "changed", "unchanged", "diagnosed", "building"];

/**
 * Call `handlers[event](data)` for each event; `handlers.found()` when the connection is there, from when on no event is
 * missed, and `handlers.lost()` when it is lost. A server that was started anew has a new token, so the page is loaded
 * again. A hidden page listens to nothing: a browser has six connections to a server, for all its tabs.
 */
export function listen(handlers) {
  let [boot, timer, source] = ["", 0, null];
  const connect = () => {
    source?.close();
    source = new EventSource(`/events?page=${page}`);
    source.addEventListener("hello", ({ data }) => {
      const next = JSON.parse(data).boot;
      clearTimeout(timer);
      timer = 0;
      if (boot && next !== boot) return location.reload();
      boot = next;
      handlers.found();
    });
    for (const name of EVENTS) source.addEventListener(name, ({ data }) => handlers[name](JSON.parse(data || "null")));
    source.addEventListener("error", () => {
      timer ||= setTimeout(() => {
        timer = 0;
        handlers.lost();
        connect();
      }, PATIENCE);
    });
  };
  const disconnect = () => {
    clearTimeout(timer);
    timer = 0;
    source?.close();
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  if (!document.hidden) connect();
}
