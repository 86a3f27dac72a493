// The open share: who made it, the report in its frame, the entries and files in it.

import type { Opened } from "../core/index.ts";
import { rebuild, type Rebuilt } from "../frame/rebuild.ts";
import { frameDocument } from "../frame/show.ts";
import { box, button, counted, day, make, press } from "./dom.ts";
import { saveFile, size } from "./files.ts";
import { showWho } from "./signer.ts";
import type { Desk } from "./state.ts";
import { goTo } from "./views.ts";

/** Shows a share whenever one is opened; returns how to get at its report as it may be shown. */
export function setUpShare(desk: Desk, print: () => void, mayReplace: () => boolean): () => Rebuilt | null {
  let report: Rebuilt | null = null;
  desk.onShare(() => {
    const { opened } = desk;
    report = opened === null || opened.report === "" ? null : rebuilt(opened.report);
    box("share-link").hidden = opened === null;
    box("share-nothing").hidden = opened !== null;
    box("share-body").hidden = opened === null;
    box("report-place").replaceChildren(...(report === null ? [] : [frameFor(report)]));
    showReport(opened, report);
    showFacts(opened);
    showEntries(opened?.entries ?? []);
    showAttached(opened?.attachments ?? []);
    if (opened !== null) showWho(desk, opened);
  });
  button("share-print").addEventListener("click", print);
  button("share-close").addEventListener("click", () => {
    if (!mayReplace()) return;
    desk.put(null);
    goTo("start");
  });
  return () => report;
}

/** A new frame each time: one that is filled anew, or while it is out of sight, stays blank in some browsers. */
function frameFor(report: Rebuilt): HTMLIFrameElement {
  const frame = make("iframe", { id: "report", title: "The report", sandbox: "", tabindex: "0" });
  frame.srcdoc = frameDocument(report);
  return frame;
}

/** A report that cannot be made safe is not shown; the entries are still there. */
function rebuilt(html: string): Rebuilt | null {
  try {
    return rebuild(html);
  } catch {
    return null;
  }
}

function showReport(opened: Opened | null, report: Rebuilt | null): void {
  const left = report?.dropped ?? 0;
  button("share-print").hidden = report === null;
  box("report-left").hidden = left === 0 && (report !== null || !opened?.report);
  box("report-left").textContent = report === null
    ? "The report is not shown, since it is too large, or put together in a way that cannot be made safe. The entries below are whole."
    : `${counted(left, "thing", "things")} in it could run or load something, or is not known to this page, and was left out.`;
}

function showFacts(opened: Opened | null): void {
  const facts = opened === null ? [] : [
    `Made on ${day(opened.manifest.created)}`,
    `share number ${opened.manifest.serial}`,
    counted(opened.entries.length, "entry", "entries"),
  ];
  box("share-facts").replaceChildren(`${facts.join(" · ")}.`, ...(opened?.problems ?? []).map((text) => make("span", {}, ` ${text}`)));
}

function showEntries(entries: Opened["entries"]): void {
  box("entries").hidden = entries.length === 0;
  box("entries-list").replaceChildren(...entries.map((entry) => make("li", {}, entryItem(entry))));
}

function entryItem({ name, text }: Opened["entries"][number]): HTMLElement {
  const short = name.replace(/^.*\//, "");
  const written = /^date:\s*["']?(\d{4}-\d\d-\d\d)/m.exec(text.slice(0, 2000))?.[1];
  const label = written === undefined ? short : `${day(written)} (${short})`;
  const shown = make("pre", { lang: "", tabindex: "0", role: "region", "aria-label": `Entry, ${label}` });
  const save = press("Save a copy", () => saveFile({ name: short, bytes: new TextEncoder().encode(text) }), {
    class: "quiet", "aria-label": `Save a copy of ${short}`,
  });
  const item = make("details", {}, make("summary", {}, label), shown, save);
  item.addEventListener("toggle", () => {
    shown.textContent ||= text;
  });
  return item;
}

function showAttached(files: Opened["attachments"]): void {
  box("attached").hidden = files.length === 0;
  box("attached-list").replaceChildren(
    ...files.map(({ name, bytes }) => {
      const short = name.replace(/^.*\//, "");
      const save = press("Save a copy", () => saveFile({ name: short, bytes }), {
        class: "quiet", "aria-label": `Save a copy of ${short}`,
      });
      return make("li", {}, `${short}, ${size(bytes.length)} `, save);
    }),
  );
}
