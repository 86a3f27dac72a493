// The signers that a reader knows: a small JSON file that they keep, since the page itself remembers nothing.
//
//     {"format": "tj-signers/1", "signers": [{"name", "signer", "words", "day", "reply_to"}]}
//
// `words` are the six of the key, joined by spaces, so that a person can check the file; `day` is when they were
// compared; `reply_to`, the writer's age recipient, may be empty.

import { strictText, utf8 } from "./bytes.ts";
import { PageError } from "./errors.ts";
import { isDay, RECIPIENT, SIGNER } from "./forms.ts";
import type { NamedFile } from "./keys.ts";
import { checkedName, folded } from "./names.ts";
import { sixWords } from "./words.ts";

export interface Signer {
  readonly name: string;
  readonly signer: string;
  readonly words: readonly string[];
  readonly day: string;
  readonly replyTo?: string;
}

export type Who =
  | { readonly state: "known"; readonly name: string; readonly day: string }
  | { readonly state: "unknown" }
  /** Someone known by this name is written back to at the same address, but signed by another key until now. */
  | { readonly state: "changed"; readonly name: string };

export const SIGNERS_FILE = "my-writers.json";
const FORMAT = "tj-signers/1";
const LARGEST = 1024 * 1024;

/** Return the signers of a file. Throws `bad-signers-file` with a reason. */
export function readSigners(bytes: Uint8Array): readonly Signer[] {
  const rows = rowsOf(bytes);
  if (rows === null) throw new PageError("bad-signers-file", "it is no list that this page saved");
  return rows.reduce<readonly Signer[]>((list, row, at) => [...list, signerOf(row, list, at + 1)], []);
}

/**
 * Return the list with one more; the same again only takes the later day.
 * Throws `bad-name`, `name-taken` where the name is known with another key, `signer-taken` where the key is known by
 * another name.
 */
export function addSigner(list: readonly Signer[], one: Signer): readonly Signer[] {
  const name = checkedName(one.name);
  if (list.some((other) => folded(other.name) === folded(name) && other.signer !== one.signer)) {
    throw new PageError("name-taken");
  }
  const same = list.find((other) => other.signer === one.signer);
  if (same !== undefined && folded(same.name) !== folded(name)) throw new PageError("signer-taken");
  const words = sixWords("signer", one.signer);
  return [...list.filter((other) => other !== same), { ...one, name, words }];
}

/** Return the list as a file to keep. */
export function signersFile(list: readonly Signer[]): NamedFile {
  const signers = list.map(({ name, signer, words, day, replyTo }) => ({
    name, signer, words: words.join(" "), day, reply_to: replyTo ?? "",
  }));
  const text = `${JSON.stringify({ format: FORMAT, signers }, null, 1)}\n`;
  return { name: SIGNERS_FILE, bytes: utf8(text) };
}

/** Return who signed. `replyTo`, of the manifest, tells whether someone known now signs by another key. */
export function whoSigned(list: readonly Signer[], key: string, replyTo = ""): Who {
  const known = list.find((one) => one.signer === key);
  if (known !== undefined) return { state: "known", name: known.name, day: known.day };
  const before = replyTo === "" ? undefined : list.find((one) => one.replyTo === replyTo);
  return before === undefined ? { state: "unknown" } : { state: "changed", name: before.name };
}

function rowsOf(bytes: Uint8Array): readonly unknown[] | null {
  if (bytes.length > LARGEST) return null;
  try {
    const table = JSON.parse(strictText(bytes) ?? "") as { format?: unknown; signers?: unknown } | null;
    return table?.format === FORMAT && Array.isArray(table.signers) ? table.signers : null;
  } catch {
    return null;
  }
}

function signerOf(row: unknown, before: readonly Signer[], place: number): Signer {
  const { name, signer, words, day, reply_to: replyTo } = (row ?? {}) as Record<string, unknown>;
  const wrong = (what: string): PageError => new PageError("bad-signers-file", `in its row ${place}, ${what}`);
  if (typeof name !== "string" || typeof signer !== "string" || !SIGNER.test(signer)) throw wrong("a key is missing");
  if (typeof day !== "string" || !isDay(day)) throw wrong("the day is no day");
  if (words !== sixWords("signer", signer).join(" ")) throw wrong("the words are not those of the key");
  if (replyTo !== "" && !(typeof replyTo === "string" && RECIPIENT.test(replyTo))) throw wrong("an address is wrong");
  const one = { name, signer, words: words.split(" "), day, ...(replyTo ? { replyTo } : {}) };
  try {
    addSigner(before, one);
  } catch {
    throw wrong("the name cannot be one, or is there twice");
  }
  if (before.some((other) => other.signer === signer)) throw wrong("the key is there twice");
  return one;
}
