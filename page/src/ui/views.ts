// One task at a time: the address after `#` says which, so that the browser's own back button works.

import { box } from "./dom.ts";

const FIRST = "start";

/** Shows the task that the address names, now and whenever it changes. */
export function followAddress(): void {
  addEventListener("hashchange", () => show(true));
  show(false);
}

/** Goes to a task; its heading takes the focus. */
export function goTo(name: string): void {
  location.hash = name;
  show(true);
}

function show(moved: boolean): void {
  const views = [...document.querySelectorAll<HTMLElement>(".view")];
  const name = location.hash.slice(1) || FIRST;
  if (name === "main") return box("main").focus();
  const wanted = views.find((view) => view.id === name) ?? box(FIRST);
  if (moved && !wanted.hidden) return;
  for (const view of views) view.hidden = view !== wanted;
  for (const link of document.querySelectorAll(".top a")) {
    if (link.getAttribute("href") === `#${wanted.id}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const title = wanted.dataset["title"] ?? "";
  document.title = wanted.id === FIRST ? title : `${title} – Journal share`;
  if (!moved) return;
  wanted.querySelector("h1")?.focus({ preventScroll: true });
  scrollTo(0, 0);
}
