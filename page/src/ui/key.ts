// The task "Make my key".

import { keyFile, makeKey, passphraseFault, PageError, SHORTEST_PASSPHRASE, sixWords, type Key, type NamedFile } from "../core/index.ts";
import { doing } from "./doing.ts";
import { box, button, byId, field } from "./dom.ts";
import { saveFile } from "./files.ts";
import type { Desk } from "./state.ts";
import { qrPicture, wordItems } from "./words.ts";

const LONG = 20;
const FAULTS = {
  short: `At least ${SHORTEST_PASSPHRASE} characters, please; four random words have about 20.`,
  repeated: "It has the same few characters over and over, so it would protect little.",
  unseen: "It has a space at its end, or a character that cannot be seen. You would have to type it again just so.",
} as const;

/** Makes the task work. */
export function setUpKey(desk: Desk): void {
  const [passphrase, again] = [field("key-pass"), field("key-again")];
  let file: NamedFile | null = null;

  passphrase.addEventListener("input", () => say("key-length", lengthOf(passphrase.value)));
  for (const input of [passphrase, again]) {
    input.addEventListener("input", () => {
      say("key-same", differ(passphrase, again) ? "The two are not the same yet." : "");
      again.removeAttribute("aria-invalid");
    });
  }
  field("key-show").addEventListener("change", ({ target }) => {
    for (const input of [passphrase, again]) input.type = (target as HTMLInputElement).checked ? "text" : "password";
  });
  byId("key-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    if (passphrase.value !== again.value) {
      say("key-same", "The two are not the same. Please type it once more.");
      again.setAttribute("aria-invalid", "true");
      return again.focus();
    }
    const saying = passphrase.value ? "Making your key. This takes a few seconds …" : "Making your key …";
    void doing(box("key-alert"), saying, async () => {
      if (passphrase.value && passphraseFault(passphrase.value) !== null) throw new PageError("weak-passphrase");
      const key = await makeKey();
      file = await keyFile(key, passphrase.value);
      saveFile(file);
      desk.addKeys([key]);
      showKey(key, file.name, passphrase.value !== "");
      passphrase.value = again.value = "";
      for (const id of ["key-length", "key-same"]) say(id, "");
    });
  });
  button("key-save").addEventListener("click", () => file && saveFile(file));
  button("key-copy").addEventListener("click", () => void copy());
  button("key-another").addEventListener("click", () => {
    turn(false);
    passphrase.focus();
  });
}

function showKey(key: Key, name: string, hasPassphrase: boolean): void {
  box("key-name").textContent = name;
  box("key-and-pass").hidden = !hasPassphrase;
  byId("key-public", HTMLTextAreaElement).value = key.recipient;
  box("key-words").replaceChildren(...wordItems(sixWords("recipient", key.recipient)));
  box("key-qr").replaceChildren(qrPicture(key.recipient, "QR code of the public part of my key"));
  box("key-copied").textContent = "";
  turn(true);
  box("key-saved-title").focus();
}

function turn(done: boolean): void {
  box("key-form").hidden = done;
  box("key-done").hidden = !done;
}

/** What the length alone tells; nothing else of a passphrase is judged but what makes it useless. */
function lengthOf(text: string): string {
  const fault = text === "" ? null : passphraseFault(text);
  if (text === "") return "";
  if (fault !== null) return FAULTS[fault];
  // Without their number, which would be read aloud at each key.
  return [...text].length < LONG ? "Fair. Longer is better." : "Long.";
}

const differ = (one: HTMLInputElement, other: HTMLInputElement): boolean =>
  other.value !== "" && one.value !== other.value;

async function copy(): Promise<void> {
  const line = byId("key-public", HTMLTextAreaElement);
  line.select();
  try {
    await navigator.clipboard.writeText(line.value);
    say("key-copied", "Copied.");
  } catch {
    // Some browsers keep the clipboard from pages that are files; the line is selected at least.
    say("key-copied", "The line is selected. Press Ctrl+C, or ⌘C on a Mac, to copy it.");
  }
}

function say(id: string, words: string): void {
  if (box(id).textContent !== words) box(id).textContent = words;
}
