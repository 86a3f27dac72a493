// What is said while the page works, and where it stops.

import { asPageError, MESSAGES, type Message, type PageError } from "../core/index.ts";
import { box, make } from "./dom.ts";

/** Runs a task: says what is being done, and shows what stopped it, in words, where the reader looks next. */
export async function doing(alert: HTMLElement, saying: string, task: () => Promise<void>): Promise<void> {
  alert.replaceChildren();
  document.documentElement.classList.add("working");
  box("busy").textContent = saying;
  try {
    // Work of seconds lets nothing be drawn, so the words must be on the screen before it begins.
    await drawn();
    await task();
  } catch (thrown) {
    showProblem(alert, asPageError(thrown));
  } finally {
    box("busy").textContent = "";
    document.documentElement.classList.remove("working");
  }
}

/** Shows what went wrong in plain words and moves there. */
export function showProblem(alert: HTMLElement, { code, reason }: PageError): void {
  showMessage(alert, MESSAGES[code], reason);
}

/** Shows what happened, what it means and what to do, and moves there; `reason` is for whoever helps. */
export function showMessage(alert: HTMLElement, { title, meaning, todo }: Message, reason = ""): void {
  const exact = reason === "" ? [] : [make("p", { class: "soft" }, `Exactly: ${reason}.`)];
  alert.replaceChildren(make("h2", {}, title), make("p", {}, meaning), make("p", {}, todo), ...exact);
  alert.focus();
  alert.scrollIntoView({ block: "nearest" });
}

function drawn(): Promise<void> {
  return new Promise((resolve) => {
    // A page in the background is not drawn and must not wait for it.
    setTimeout(resolve, 150);
    requestAnimationFrame(() => setTimeout(resolve, 0));
  });
}
