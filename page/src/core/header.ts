// The header of an age file, read without any work being done for it. Of all that age allows, a share has one stanza of
// one of two kinds, and is binary:
//
//     age-encryption.org/v1
//     -> X25519 <share>            or    -> scrypt <salt> <work factor>
//     <body>
//     --- <MAC>

import { latin1 } from "./bytes.ts";
import { PageError } from "./errors.ts";

export const INTRO = "age-encryption.org/v1\n";
export const ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";
/** Each step doubles the work: 20 takes many seconds and 1 GiB in a browser, 24 minutes and 16 GiB. */
export const MAX_WORK_FACTOR = 20;

const FOOT = "\n--- ";
const HEADER_LIMIT = 64 * 1024;
// Behind the header: a nonce, then pieces of at most 64 KiB, each with a tag that vouches for it.
const NONCE_BYTES = 16;
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;

/**
 * Return how an age file is opened. Throws `armored`, `not-age`, `damaged`, `several-readers`, `too-much-work` or
 * `other-encryption`, all from the header alone.
 */
export function kindOf(bytes: Uint8Array): "X25519" | "scrypt" {
  const kind = onlyStanza(bytes)[0];
  if (kind !== "X25519" && kind !== "scrypt") throw new PageError("other-encryption");
  return kind;
}

/** Return how many bytes an age file holds, as its length alone tells; below 0 where it is too short for any. */
export function plaintextSize(bytes: Uint8Array): number {
  const foot = latin1(bytes.subarray(0, HEADER_LIMIT)).indexOf(FOOT);
  const end = bytes.indexOf(10, foot + 1);
  const rest = (end > 0 ? bytes.length - end - 1 : 0) - NONCE_BYTES;
  return rest - Math.ceil(rest / (CHUNK_BYTES + TAG_BYTES)) * TAG_BYTES;
}

export function damaged(reason = "it is damaged or was changed on its way"): PageError {
  return new PageError("damaged", reason);
}

function onlyStanza(bytes: Uint8Array): readonly string[] {
  const found = stanzas(bytes);
  if (found.length > 1 && found.some((stanza) => stanza[0] === "scrypt")) throw damaged();
  if (workFactor(found) > MAX_WORK_FACTOR) throw new PageError("too-much-work");
  if (found.length > 1) throw new PageError("several-readers");
  return found[0] as readonly string[];
}

/** Return each stanza's arguments. What ends in `-grease` stands there only to keep readers tolerant. */
function stanzas(bytes: Uint8Array): readonly (readonly string[])[] {
  const head = latin1(bytes.subarray(0, HEADER_LIMIT));
  if (head.replace(/^[ \t\n\r\v\f]+/, "").startsWith(ARMOR)) throw new PageError("armored");
  if (!head.startsWith(INTRO)) throw new PageError("not-age");
  const end = head.indexOf(FOOT);
  if (end < 0) throw damaged("its first lines have no end");
  const lines = head.slice(INTRO.length, end);
  if (/[^\0-\x7f]/.test(lines)) throw damaged();
  const found = lines
    .split("\n")
    .filter((line) => line.startsWith("-> "))
    .map((line) => line.split(" ").slice(1))
    .filter((stanza) => !stanza[0]?.endsWith("-grease"));
  if (found.length === 0 || !found.every((stanza) => stanza[0])) throw damaged();
  return found;
}

function workFactor(found: readonly (readonly string[])[]): number {
  const stanza = found.find(([kind]) => kind === "scrypt");
  if (stanza === undefined) return 0;
  const factor = stanza[2] ?? "";
  if (stanza.length !== 3 || !/^[1-9][0-9]{0,2}$/.test(factor)) throw damaged();
  return Number(factor);
}
