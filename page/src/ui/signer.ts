// Who signed the open share, in words: someone known, someone new, or someone known with another key.

import { addSigner, readSigners, signersFile, whoSigned, type Opened, type Signer } from "../core/index.ts";
import { doing } from "./doing.ts";
import { box, counted, day, make, press, today } from "./dom.ts";
import { readFiles, saveFile } from "./files.ts";
import type { Desk } from "./state.ts";
import { wordItems } from "./words.ts";

/** Shows who signed, and lets a new signer be remembered in a file. */
export function showWho(desk: Desk, opened: Opened): void {
  const who = whoSigned(desk.signers, opened.signer.key, opened.manifest.reply_to);
  const panel = box("who");
  panel.className = `who ${who.state}`;
  if (who.state === "known") {
    panel.replaceChildren(
      title(`From ${who.name}`),
      make("p", {}, `The signature is valid, and it is the one that you kept as ${who.name} on ${day(who.day)}.`),
      make("details", {}, make("summary", {}, "The six words of this signature"), words(opened)),
    );
  } else if (who.state === "changed") {
    panel.replaceChildren(
      title(`Careful: not signed as ${who.name} signed before`),
      make("p", {}, `A reply to this share would go to ${who.name}, but it is signed with another key than the one that you
        kept. The key may have been made anew, or someone else may have made this share. Please read these six words with
        ${who.name} by telephone or in session before you rely on it, and do not reply until then.`),
      words(opened),
      remembering(desk, opened, "If the key is new, keep it under a new name"),
    );
  } else {
    panel.replaceChildren(
      title("From someone whom this page does not know yet"),
      make("p", {}, `The share is whole, just as whoever made it signed it. To know who that is, read these six words with
        the writer once, in session or by telephone. Their program shows them by “tj key show”.`),
      words(opened),
      remembering(desk, opened, "The words are the same? Keep the writer in your list"),
    );
  }
}

const title = (text: string): HTMLElement => make("h2", { id: "who-title" }, text);

const words = ({ signer }: Opened): HTMLElement =>
  make("ol", { class: "words", "aria-label": "The six words of this signature" }, ...wordItems(signer.words));

function remembering(desk: Desk, opened: Opened, legend: string): HTMLElement {
  const name = make("input", { id: "who-name", type: "text", autocomplete: "off", "aria-describedby": "who-hint", maxlength: "80" });
  const hint = make("p", { class: "hint", id: "who-hint" }, `This saves “my-writers.json”, a list of names and keys without
    anything from the journal. Choose it when you open the next share, and the writer is known by name.`);
  const asked = make("div", {});
  const one = (): Signer => ({
    name: name.value, signer: opened.signer.key, words: opened.signer.words, day: today(), replyTo: opened.manifest.reply_to,
  });
  const save = press("Keep this writer", () => void doing(box("share-alert"), "Saving …", async () => {
    // A name that cannot be kept is said before anything else is asked.
    addSigner(desk.signers, one());
    if (desk.hasList) keep(desk, opened, one());
    else askForList(desk, opened, asked, one);
  }));
  const form = make("form", {},
    make("div", { class: "field line" }, make("label", { for: "who-name" }, "Name"), name, save), hint, asked);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save.click();
  });
  return make("details", {}, make("summary", {}, legend), form);
}

/** Asks for the list that there may be, since a file without it would take its place and the writers in it be lost. */
function askForList(desk: Desk, opened: Opened, place: HTMLElement, one: () => Signer): void {
  const heading = make("h3", { tabindex: "-1" }, "Do you have a list already?");
  const file = make("input", { id: "who-list", type: "file", "aria-describedby": "who-list-hint" });
  const work = (saying: string, act: () => Promise<void>): void => void doing(box("share-alert"), saying, act);
  file.addEventListener("change", () => work("Reading …", async () => {
    const [chosen] = await readFiles(file.files ?? []);
    if (chosen === undefined) return;
    desk.takeList(readSigners(chosen.bytes));
    // Whom the list knows, or knows by another key, is first seen as what they are.
    const { state } = whoSigned(desk.signers, opened.signer.key, opened.manifest.reply_to);
    if (state === "unknown") keep(desk, opened, one());
    else tell(desk, opened, "Your list knows this writer. Nothing was saved.");
  }));
  place.className = "note";
  place.replaceChildren(
    heading,
    make("p", { id: "who-list-hint" }, "Choose it first, so that it is kept: the file that is saved now takes its place."),
    make("div", { class: "field" }, make("label", { for: "who-list" }, "The list, “my-writers.json”, that this page saved for you"), file),
    press("I have none: begin a list", () => work("Saving …", async () => keep(desk, opened, one()))),
  );
  heading.focus();
}

function keep(desk: Desk, opened: Opened, one: Signer): void {
  desk.keep(one);
  saveFile(signersFile(desk.signers));
  const writers = counted(desk.signers.length, "writer", "writers");
  tell(desk, opened, `Saved as “my-writers.json”, with ${writers}. It takes the place of your list before, if there is one.`);
}

function tell(desk: Desk, opened: Opened, said: string): void {
  showWho(desk, opened);
  const heading = box("who-title");
  heading.tabIndex = -1;
  heading.focus();
  box("who").append(make("p", { role: "status" }, said));
}
