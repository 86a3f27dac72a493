// The task "Open a share": which files, what unlocks them, and what stands in the way.

import {
  asPageError, howToOpen, isProtected, openBundle, readKeys, readSigners, strangeWords, PageError, type Unlock,
} from "../core/index.ts";
import { doing, showMessage, showProblem } from "./doing.ts";
import { box, byId, counted, field } from "./dom.ts";
import { onDrop, putInto, readFiles, size, type Chosen } from "./files.ts";
import type { Desk } from "./state.ts";
import { goTo } from "./views.ts";

// A share is padded to 64 KiB at least and a key file has a few lines, so the two are told apart before any work.
const SMALLEST_SHARE = 64 * 1024;
// What is larger than a few keys under a passphrase, and smaller than a share, may be a share that was cut off.
const LARGEST_LOCKED_KEY = 4 * 1024;
const KEY_AT_HAND = "You need not choose it again: the key that you made or used before is still in this page.";
const NO_SHARE = {
  title: "Which share?",
  meaning: "No file is chosen yet.",
  todo: "Choose the file that was sent to you, under “1. The share”.",
};

/** Makes the task work; `mayReplace` asks whether what is open may go. */
export function setUpOpen(desk: Desk, mayReplace: () => boolean): void {
  const form = new OpenForm(desk);
  const take = (id: string, act: (files: readonly Chosen[]) => void): void => {
    field(id).addEventListener("change", () => form.read(field(id).files ?? [], act));
  };
  field("open-file").addEventListener("change", () => form.readShare(field("open-file").files ?? []));
  take("open-keys", (files) => form.takeKeys(files));
  take("open-signers", ([file]) => file && form.takeSigners(file));
  field("open-words").addEventListener("input", () => form.pointAtSlip());
  box("open-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (mayReplace()) void form.open();
  });
  onDrop((files) => {
    goTo("open");
    form.read(files, (read) => form.sort(read));
  });
  desk.onShare(() => form.clear());
}

class OpenForm {
  private share: Chosen | null = null;
  /** Why the file that was chosen is none that can be opened. */
  private fault: PageError | null = null;
  private keyFiles: readonly Chosen[] = [];
  private reading: Promise<void> = Promise.resolve();
  private readonly alert = box("open-alert");
  private readonly desk: Desk;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  read(files: Iterable<File>, act: (files: readonly Chosen[]) => void): void {
    this.next(async () => act(await readFiles(files)));
  }

  /** What was chosen before is not opened in place of a file that cannot be read. */
  readShare(files: Iterable<File>): void {
    this.forgetShare();
    this.next(async () => {
      const [file] = await readFiles(files).catch((thrown) => {
        throw (this.fault = asPageError(thrown));
      });
      if (file !== undefined) this.takeShare(file);
    });
  }

  /** Reads one after the other: the words of one are not taken away by the end of another. */
  private next(read: () => Promise<void>): void {
    this.reading = this.reading.then(() => doing(this.alert, "Reading …", read));
  }

  /** Puts dropped files where they belong. */
  sort(files: readonly Chosen[]): void {
    const lists = files.filter(isList);
    const keys = files.filter((file) => !lists.includes(file) && isKeyFile(file));
    const others = files.filter((file) => !lists.includes(file) && !keys.includes(file));
    const shares = others.filter((file) => faultOf(file) === null);
    const share = shares[0] ?? others[0];
    for (const list of lists) {
      putInto(field("open-signers"), [list]);
      this.takeSigners(list);
    }
    if (keys.length > 0) {
      putInto(field("open-keys"), keys);
      this.takeKeys(keys);
    }
    if (share !== undefined) {
      putInto(field("open-file"), [share]);
      this.takeShare(share);
    }
    if (shares.length > 1) say("open-chosen", `${shares.length} files were dropped, and the first is taken. Open the others after it.`);
  }

  forgetShare(): void {
    this.share = this.fault = null;
    say("open-chosen", "");
  }

  takeShare(file: Chosen): void {
    this.forgetShare();
    this.fault = faultOf(file);
    if (this.fault?.code === "is-key-file") this.offer("key");
    if (this.fault !== null) throw this.fault;
    const way = howToOpen(file.bytes);
    this.share = file;
    say("open-chosen", `${size(file.bytes.length)}, locked ${way === "key" ? "for a key" : "with a passphrase"}.`);
    this.offer(way);
  }

  takeKeys(files: readonly Chosen[]): void {
    this.keyFiles = files;
    say("open-keys-chosen", "");
    box("open-key-pass-field").hidden = !files.some((file) => isProtected(file.bytes));
  }

  takeSigners(file: Chosen): void {
    say("open-signers-chosen", "");
    this.desk.takeList(readSigners(file.bytes));
    byId("open-more", HTMLDetailsElement).open = true;
    say("open-signers-chosen", `${counted(this.desk.signers.length, "writer", "writers")} known`);
  }

  pointAtSlip(): void {
    // The last word may still be in the making.
    const typed = field("open-words").value.replace(/[^\s-]+$/, "");
    const strange = strangeWords(typed);
    const which = strange.map((place) => `word ${place}`).join(" and ");
    field("open-words").setAttribute("aria-invalid", String(strange.length > 0));
    say("open-words-slip", which && `${which[0]?.toUpperCase()}${which.slice(1)} is not among the words that are used. A slip of the pen?`);
  }

  /** Opens what was chosen, once it is read. */
  async open(): Promise<void> {
    await this.reading;
    const share = this.share;
    if (share === null) {
      if (this.fault === null) showMessage(this.alert, NO_SHARE);
      else showProblem(this.alert, this.fault);
      return;
    }
    const saying = this.takesLong() ? "Opening. A passphrase takes some seconds …" : "Opening …";
    await doing(this.alert, saying, async () => {
      const unlock = await this.unlock(howToOpen(share.bytes));
      const opened = await openBundle(share.bytes, unlock);
      // Some browsers do not draw a frame that was filled while it could not be seen.
      goTo("share");
      this.desk.put(opened);
    });
  }

  /** Makes the form empty again; keys stay in hand. */
  clear(): void {
    this.forgetShare();
    this.keyFiles = [];
    byId("open-form", HTMLFormElement).reset();
    field("open-key-pass").type = "password";
    say("open-words-slip", "");
    box("open-key-pass-field").hidden = true;
    this.offer("key");
  }

  private offer(way: "key" | "passphrase"): void {
    box("open-by-key").hidden = way !== "key";
    box("open-by-words").hidden = way !== "passphrase";
    if (this.keyFiles.length > 0) return;
    say("open-keys-chosen", this.desk.keys.length > 0 ? KEY_AT_HAND : "");
  }

  private takesLong(): boolean {
    return !box("open-by-words").hidden || this.keyFiles.some((file) => isProtected(file.bytes));
  }

  private async unlock(way: "key" | "passphrase"): Promise<Unlock> {
    if (way === "passphrase") return { passphrase: field("open-words").value };
    const passphrase = field("open-key-pass").value;
    const problems: unknown[] = [];
    for (const file of this.keyFiles) {
      await readKeys(file.bytes, passphrase).then((keys) => this.desk.addKeys(keys), (thrown) => problems.push(thrown));
    }
    // One of several files may be of another passphrase; that matters only if nothing could be read.
    if (this.keyFiles.length > 0 && problems.length === this.keyFiles.length) throw problems[0];
    return { identities: this.desk.keys.map((key) => key.identity) };
  }
}

function isList({ bytes }: Chosen): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 200)).includes('"tj-signers/');
}

function faultOf({ bytes }: Chosen): PageError | null {
  try {
    if (howToOpen(bytes) === "key" || bytes.length > LARGEST_LOCKED_KEY) return null;
    return new PageError("is-key-file", "it is smaller than any share, and locked with a passphrase as keys are");
  } catch (thrown) {
    return asPageError(thrown);
  }
}

function isKeyFile({ bytes }: Chosen): boolean {
  if (bytes.length >= SMALLEST_SHARE) return false;
  try {
    return howToOpen(bytes) === "passphrase";
  } catch (thrown) {
    return asPageError(thrown).code === "is-key-file" || isProtected(bytes);
  }
}

function say(id: string, words: string): void {
  box(id).textContent = words;
}
