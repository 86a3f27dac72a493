// Opening a share: decrypt, read strictly, and say by whom it was signed.

import { concat, looseText, startsWith, strictText, utf8, type Bytes } from "./bytes.ts";
import { decryptWithKeys, decryptWithPassphrase } from "./decrypt.ts";
import { PageError } from "./errors.ts";
import { sha256Hex, verify } from "./hashing.ts";
import { damaged, kindOf, plaintextSize } from "./header.ts";
import { holdsSecret, keyOf } from "./keys.ts";
import { BY_PASSPHRASE, checkMembers, FORMAT, readManifest, type Manifest } from "./manifest.ts";
import { LIMITS, paddedSize, unpack, type Limits } from "./packing.ts";
import { normalised, sixWords } from "./words.ts";

export interface Unlock {
  readonly identities?: readonly string[];
  /** The words of a share without a key, in whatever way they were typed. */
  readonly passphrase?: string;
}

export interface Opened {
  readonly manifest: Manifest;
  readonly signer: { readonly key: string; readonly words: readonly string[] };
  /** The page to read, as HTML that nothing is known of; empty where there is none. */
  readonly report: string;
  /** The notes, as Markdown to show as plain text. */
  readonly entries: readonly { readonly name: string; readonly text: string }[];
  readonly attachments: readonly { readonly name: string; readonly bytes: Bytes }[];
  /** Sentences that the reader should see, though nothing was refused for them. */
  readonly problems: readonly string[];
  /** SHA-256 of the file as it came, in hex. */
  readonly digest: string;
}

// What age adds to what it encrypts, generously.
const OVERHEAD = 1024 * 1024;
const REPLY = "tj-reply/1 ";
// How what is chosen by mistake begins: a key for others, and a mail that was saved with all that is in it.
const PUBLIC_KEY = /^(?:#[^\n]*\n|\s)*age1[a-z0-9]{20}/;
const MAIL = /^(?:(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|DKIM-Signature|Authentication-Results|ARC-[-\w]+|X-[-\w]+): |From )/i;

/**
 * Return how a share is opened, from its size and header alone, so that the right thing is asked for.
 * Throws `too-large`, `is-key-file`, `is-public-key`, `is-mail`, and what the header tells.
 */
export function howToOpen(bytes: Uint8Array, limits: Limits = LIMITS): "key" | "passphrase" {
  if (bytes.length > limits.bytes + OVERHEAD) throw new PageError("too-large");
  if (holdsSecret(bytes)) throw new PageError("is-key-file");
  const beginning = looseText(bytes.subarray(0, 1000));
  if (PUBLIC_KEY.test(beginning)) throw new PageError("is-public-key");
  if (MAIL.test(beginning)) throw new PageError("is-mail");
  return kindOf(bytes) === "scrypt" ? "passphrase" : "key";
}

/**
 * Open a share: its members are as they were signed, and it was made for whoever opens it.
 * Throws what `howToOpen` does, `needs-key`, `needs-passphrase`, `wrong-key`, `too-small`, `wrong-passphrase`, `damaged`,
 * `malformed`, `forged`, `for-someone-else`, `is-reply`, `is-key-file`, `not-a-bundle`, `later-format`.
 */
export async function openBundle(bytes: Uint8Array, unlock: Unlock, limits: Limits = LIMITS): Promise<Opened> {
  const inside = await decrypted(bytes, unlock, limits);
  if (startsWith(inside, REPLY)) throw new PageError("is-reply");
  if (holdsSecret(inside) && strictText(inside) !== null) throw new PageError("is-key-file");
  const found = unpack(inside, limits);
  const text = taken(found, "manifest.json");
  const signature = taken(found, "manifest.sig");
  const { manifest, members } = readManifest(text);
  await checkMembers(members, found);
  if (!(await verify(manifest.signer, signature, concat(utf8(`${FORMAT}\0`), text)))) throw new PageError("forged");
  await checkRecipient(manifest, bytes, unlock);
  return { manifest, ...contents(found), ...(await marks(manifest, bytes)) };
}

async function decrypted(bytes: Uint8Array, unlock: Unlock, limits: Limits): Promise<Uint8Array> {
  const byWords = howToOpen(bytes, limits) === "passphrase";
  const passphrase = normalised(unlock.passphrase ?? "");
  const identities = unlock.identities ?? [];
  if (byWords && passphrase === "") throw new PageError("needs-passphrase");
  if (!byWords && identities.length === 0) throw new PageError("needs-key");
  try {
    return await (byWords ? decryptWithPassphrase(bytes, passphrase) : decryptWithKeys(bytes, identities));
  } catch (thrown) {
    if (thrown instanceof PageError && thrown.code === "wrong-key" && bytes.length < paddedSize(0)) throw new PageError("too-small");
    const size = plaintextSize(bytes);
    if (!(thrown instanceof PageError && thrown.code === "damaged") || size === paddedSize(size)) throw thrown;
    throw damaged("it was cut off on its way, or something was added to it: no share is of its length");
  }
}

async function checkRecipient(manifest: Manifest, bytes: Uint8Array, unlock: Unlock): Promise<void> {
  const mine = kindOf(bytes) === "scrypt"
    ? [BY_PASSPHRASE]
    : (await Promise.all((unlock.identities ?? []).map(keyOf))).map((key) => key.recipient);
  if (mine.includes(manifest.recipient)) return;
  throw new PageError(
    "for-someone-else",
    manifest.recipient === BY_PASSPHRASE ? "it was made for a passphrase" : "it was made for another key",
  );
}

function taken(found: Map<string, Uint8Array>, name: string): Uint8Array {
  const bytes = found.get(name) ?? new Uint8Array();
  found.delete(name);
  return bytes;
}

type Contents = Pick<Opened, "report" | "entries" | "attachments" | "problems">;

function contents(found: ReadonlyMap<string, Uint8Array>): Contents {
  let whole = true;
  const text = (bytes: Uint8Array): string => {
    const strict = strictText(bytes);
    whole &&= strict !== null;
    return strict ?? looseText(bytes);
  };
  const all = [...found].map(([name, bytes]) => ({ name, bytes: bytes as Bytes }));
  const notes = all.filter(({ name }) => name.startsWith("entries/"));
  const report = found.get("report.html");
  const shown = {
    report: report === undefined ? "" : text(report),
    entries: notes.map(({ name, bytes }) => ({ name, text: text(bytes) })),
    attachments: all.filter(({ name }) => name.startsWith("att/")),
  };
  const problems = [
    ...(report === undefined ? ["This share has no report, only entries."] : []),
    ...(whole ? [] : ["Some letters in it could not be read; they show as �."]),
  ];
  return { ...shown, problems };
}

async function marks(manifest: Manifest, bytes: Uint8Array): Promise<Pick<Opened, "signer" | "digest">> {
  const signer = { key: manifest.signer, words: sixWords("signer", manifest.signer) };
  return { signer, digest: await sha256Hex(bytes) };
}
