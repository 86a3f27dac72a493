// The therapist's key: made here, saved as the file that every age tool reads, and read again.

import { armor, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { latin1, looseText, startsWith, utf8, type Bytes } from "./bytes.ts";
import { decryptWithPassphrase } from "./decrypt.ts";
import { PageError } from "./errors.ts";
import { ARMOR, INTRO, kindOf } from "./header.ts";
import { sixWords } from "./words.ts";

export interface Key {
  /** The secret part, `AGE-SECRET-KEY-1…`. */
  readonly identity: string;
  /** The public part, `age1…`. */
  readonly recipient: string;
}

export interface NamedFile {
  readonly name: string;
  readonly bytes: Bytes;
}

/** What age itself uses: about as long as a sign-in may take, on each opening. */
export const WORK_FACTOR = 18;
export const SHORTEST_PASSPHRASE = 10;
const LARGEST_KEY_FILE = 64 * 1024;
const SECRET = "AGE-SECRET-KEY-1";

export async function makeKey(): Promise<Key> {
  return keyOf(await generateX25519Identity());
}

/** Return the key of an identity; throws `bad-key-file` where it is none. */
export async function keyOf(identity: string): Promise<Key> {
  try {
    return { identity, recipient: await identityToRecipient(identity) };
  } catch {
    throw new PageError("bad-key-file", "a letter of the key in it is wrong or missing");
  }
}

/** Return why a passphrase protects too little or cannot be typed everywhere; null where it is good. */
export function passphraseFault(text: string): "short" | "repeated" | "unseen" | null {
  const signs = [...text];
  if (signs.length < SHORTEST_PASSPHRASE) return "short";
  if (new Set(signs).size < SHORTEST_PASSPHRASE / 2) return "repeated";
  return text !== text.trim() || /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text) ? "unseen" : null;
}

/**
 * Return a key as a file to keep, under a passphrase where one is given, which takes seconds.
 * Throws `weak-passphrase`. Its name has two of the six words, so that two files are told apart,
 * and does not begin as that of a share does.
 */
export async function keyFile(key: Key, passphrase = "", workFactor = WORK_FACTOR): Promise<NamedFile> {
  const text = utf8(`# public key: ${key.recipient}\n${key.identity}\n`);
  const name = `my-key-${sixWords("recipient", key.recipient).slice(0, 2).join("-")}`;
  if (passphrase === "") return { name: `${name}.txt`, bytes: text };
  if (passphraseFault(passphrase) !== null) throw new PageError("weak-passphrase");
  const sealing = new Encrypter();
  sealing.setPassphrase(passphrase.normalize("NFC"));
  sealing.setScryptWorkFactor(Math.min(workFactor, WORK_FACTOR));
  return { name: `${name}.age`, bytes: (await sealing.encrypt(text)) as Bytes };
}

/** Tell whether a key file needs its passphrase. */
export function isProtected(bytes: Uint8Array): boolean {
  return startsWith(bytes, INTRO) || isArmored(bytes);
}

/**
 * Return every key of a key file, at least one.
 * Throws `needs-passphrase`, `wrong-key-passphrase`, `too-much-work`, `is-public-key`, `is-bundle`, `bad-key-file`.
 */
export async function readKeys(bytes: Uint8Array, passphrase = ""): Promise<readonly Key[]> {
  if (bytes.length > LARGEST_KEY_FILE) throw notAKeyFile(bytes);
  const text = isProtected(bytes) ? looseText(await unprotected(binary(bytes), passphrase)) : looseText(bytes);
  const lines = text.split(/\r\n|[\r\n]/).map((line) => line.trim());
  const found = lines.filter((line) => line.startsWith(SECRET));
  if (found.length === 0) {
    if (lines.some((line) => line.startsWith("age1"))) throw new PageError("is-public-key");
    throw new PageError("bad-key-file", "it has no line that begins with AGE-SECRET-KEY-1");
  }
  return Promise.all(found.map(keyOf));
}

/** Return the first key of a key file; throws as `readKeys` does. */
export async function readKeyFile(bytes: Uint8Array, passphrase = ""): Promise<Key> {
  return (await readKeys(bytes, passphrase))[0] as Key;
}

/** Tell whether a text is a key file or part of one, so that it is never taken for something to show. */
export function holdsSecret(bytes: Uint8Array): boolean {
  return bytes.length <= LARGEST_KEY_FILE && latin1(bytes).includes(SECRET);
}

function notAKeyFile(bytes: Uint8Array): PageError {
  return isProtected(bytes) ? new PageError("is-bundle") : new PageError("bad-key-file", "it is too large for a key");
}

function isArmored(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(0, 1024)).trimStart().startsWith(ARMOR);
}

/** Return a protected key file in age's binary form; `age -p -a` writes one as text. */
function binary(bytes: Uint8Array): Uint8Array {
  if (!isArmored(bytes)) return bytes;
  try {
    return armor.decode(latin1(bytes));
  } catch {
    throw new PageError("bad-key-file", "it is damaged");
  }
}

async function unprotected(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
  if (kindOf(bytes) !== "scrypt") throw new PageError("is-bundle");
  if (passphrase === "") throw new PageError("needs-passphrase");
  return decryptWithPassphrase(bytes, passphrase).catch((thrown) => {
    const wrong = thrown instanceof PageError && thrown.code === "wrong-passphrase";
    throw wrong ? new PageError("wrong-key-passphrase") : thrown;
  });
}
