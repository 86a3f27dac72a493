// Who signed the open share, in words: someone known, someone new, or someone known with another key.

import { addSigner, signersFile, whoSigned, type Opened } from "../core/index.ts";
import { doing } from "./doing.ts";
import { box, day, make, press, today } from "./dom.ts";
import { saveFile } from "./files.ts";
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
  const save = press("Keep this writer", () => keep(desk, opened, name.value));
  const form = make("form", {},
    make("div", { class: "field line" }, make("label", { for: "who-name" }, "Name"), name, save), hint);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save.click();
  });
  return make("details", {}, make("summary", {}, legend), form);
}

function keep(desk: Desk, opened: Opened, name: string): void {
  void doing(box("share-alert"), "Saving …", async () => {
    desk.signers = addSigner(desk.signers, {
      name, signer: opened.signer.key, words: opened.signer.words, day: today(), replyTo: opened.manifest.reply_to,
    });
    saveFile(signersFile(desk.signers));
    showWho(desk, opened);
    const heading = box("who-title");
    heading.tabIndex = -1;
    heading.focus();
    box("who").append(make("p", { role: "status" }, "Saved as “my-writers.json”. It takes the place of your list before."));
  });
}
