// The task "Reply": guidance, homework and prompts, locked for the writer of the open share.

import { makeReply, REPLY_LIMITS, replyText, whoSigned, type NamedFile, type ReplyText } from "../core/index.ts";
import { doing } from "./doing.ts";
import { box, byId, counted, day, make, press, today } from "./dom.ts";
import { saveFile } from "./files.ts";
import type { Desk } from "./state.ts";

type ListName = "homework" | "prompts";
const LISTS: readonly ListName[] = ["homework", "prompts"];
const CARE = {
  unknown: "The six words of this share were not compared with the writer yet, as far as this page knows. Until they are, the "
    + "reply might go to someone else.",
  changed: "This share is signed with another key than before. Please compare its six words with the writer first; until "
    + "then the reply might go to someone else.",
} as const;
const ONE: Readonly<Record<ListName, string>> = { homework: "Homework", prompts: "Prompt" };

/** Makes the task work. */
export function setUpReply(desk: Desk): void {
  const guidance = byId("reply-guidance", HTMLTextAreaElement);
  const alert = box("reply-alert");
  let saved = false;
  const changed = (): void => {
    desk.unsaved = !isEmpty(written(guidance));
    box("reply-done").hidden = true;
    box("reply-again").hidden = !saved;
  };
  guidance.addEventListener("input", () => {
    changed();
    count(guidance);
  });
  for (const name of LISTS) {
    listBox(name).querySelector(".add")?.addEventListener("click", () => addItem(name, changed).focus());
    listBox(name).addEventListener("input", changed);
  }
  box("reply-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { opened } = desk;
    if (opened === null) return;
    void doing(alert, "Locking the reply …", async () => {
      const text = replyText(written(guidance));
      const file = await makeReply(opened.manifest, text, today());
      saveFile(file);
      desk.unsaved = false;
      saved = true;
      showSaved(file.name, () => saveFile(copyOf(file.name, text, whom(desk))));
    });
  });
  desk.onShare(() => {
    box("reply-nothing").hidden = desk.opened !== null;
    box("reply-body").hidden = desk.opened === null;
    box("reply-done").hidden = box("reply-again").hidden = true;
    saved = false;
    alert.replaceChildren();
    guidance.value = "";
    count(guidance);
    for (const name of LISTS) items(name).replaceChildren();
    for (const name of LISTS) addItem(name, changed);
    showWhom(desk);
  });
  // Whether the writer is known changes while the share is looked at.
  addEventListener("hashchange", () => showWhom(desk));
}

function whom({ opened, signers }: Desk): string {
  if (opened === null) return "";
  const { manifest, signer } = opened;
  const who = whoSigned(signers, signer.key, manifest.reply_to);
  const writer = who.state === "known" ? who.name : "whoever made this share";
  return `To ${writer}, in answer to share number ${manifest.serial}, made on ${day(manifest.created)}.`;
}

function showWhom(desk: Desk): void {
  const { opened, signers } = desk;
  if (opened === null) return;
  const who = whoSigned(signers, opened.signer.key, opened.manifest.reply_to);
  box("reply-to").textContent = `${whom(desk)} Nobody else can open the reply, not even you; once it is saved you can take a copy of your words.`;
  box("reply-care").hidden = who.state === "known";
  box("reply-care").replaceChildren(make("p", {}, CARE[who.state === "changed" ? "changed" : "unknown"]));
}

/** Returns what was written as text for the reader's records; its name keeps it from being taken for the reply. */
function copyOf(name: string, { guidance, homework, prompts }: ReplyText, whom: string): NamedFile {
  const list = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length > 0 ? [[title, ...lines.map((line) => `- ${line}`)].join("\n")] : [];
  const parts = [
    `My copy of the reply ${name}, written on ${day(today())}.\n${whom}`,
    ...(guidance === "" ? [] : [guidance]), ...list("Homework", homework), ...list("Prompts to try", prompts),
  ];
  return { name: `my-copy-of-${name.replace(/\.age$/, "")}.txt`, bytes: new TextEncoder().encode(`${parts.join("\n\n")}\n`) };
}

function showSaved(name: string, copy: () => void): void {
  const done = box("reply-done");
  done.hidden = false;
  const heading = make("h2", { tabindex: "-1" }, "The reply is saved, and not yet sent");
  done.replaceChildren(
    heading,
    make("p", {}, "It is the file ", make("strong", { class: "file" }, name), `, most likely in your downloads. Attach it to an
      ordinary mail to the writer. Subject and text of the mail itself are not locked, so leave them neutral.`),
    make("p", {}, "Nobody but the writer can open that file. For your own records, save what you wrote as text. That copy is not locked: "
      + "keep it with your notes, and do not send it."),
    press("Save a copy as text", copy),
    make("p", {}, "What you wrote stays here until you close the page, in case you want to change it and save it once more."),
  );
  heading.focus();
  done.scrollIntoView({ block: "nearest" });
}

const listBox = (name: ListName): HTMLElement => document.querySelector(`[data-list="${name}"]`) as HTMLElement;
const items = (name: ListName): HTMLElement => listBox(name).querySelector(".items") as HTMLElement;
const inputs = (name: ListName): readonly HTMLInputElement[] => [...items(name).querySelectorAll("input")];

function addItem(name: ListName, changed: () => void): HTMLInputElement {
  const input = make("input", { type: "text", lang: "", maxlength: String(REPLY_LIMITS.line), autocomplete: "off" });
  const row = make("li", {}, input);
  const remove = press("Remove", () => {
    const place = inputs(name).indexOf(input);
    row.remove();
    if (inputs(name).length === 0) addItem(name, changed);
    number(name);
    changed();
    (inputs(name)[Math.max(0, place - 1)] as HTMLInputElement).focus();
  }, { class: "quiet" });
  row.append(remove);
  input.addEventListener("keydown", (event) => {
    // Enter would save the reply; in a list the next line is meant.
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const next = inputs(name)[inputs(name).indexOf(input) + 1];
    (next ?? addItem(name, changed)).focus();
  });
  if (inputs(name).length < REPLY_LIMITS[name]) items(name).append(row);
  number(name);
  return inputs(name).at(-1) as HTMLInputElement;
}

function number(name: ListName): void {
  for (const [place, input] of inputs(name).entries()) {
    input.setAttribute("aria-label", `${ONE[name]} ${place + 1}`);
    input.nextElementSibling?.setAttribute("aria-label", `Remove ${ONE[name].toLowerCase()} ${place + 1}`);
  }
  const add = listBox(name).querySelector(".add") as HTMLButtonElement;
  add.disabled = inputs(name).length >= REPLY_LIMITS[name];
}

function written(guidance: HTMLTextAreaElement): ReplyText {
  const lines = (name: ListName): readonly string[] => inputs(name).map((input) => input.value);
  return { guidance: guidance.value, homework: lines("homework"), prompts: lines("prompts") };
}

function isEmpty(text: ReplyText): boolean {
  return [text.guidance, ...text.homework, ...text.prompts].every((part) => part.trim() === "");
}

function count(guidance: HTMLTextAreaElement): void {
  const used = [...guidance.value].length;
  const most = REPLY_LIMITS.guidance;
  box("reply-count").textContent = used > most
    ? `${counted(used - most, "character", "characters")} too many: at most ${most.toLocaleString("en")} fit in a reply.`
    : `${used.toLocaleString("en")} of ${most.toLocaleString("en")} characters. Markdown, as **bold** or lists with “- ”, is understood.`;
}
