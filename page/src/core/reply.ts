// Writing a reply, `tj-reply/1`: an age file to the writer, and in it
//
//     tj-reply/1 <base64 of the MAC>
//     <a JSON object, and spaces up to a multiple of 4,096 bytes>
//
// The MAC, HMAC-SHA256 under the share's `reply_secret` over `tj-reply/1`, a NUL and all that follows the first line,
// shows that whoever answers has opened the share.

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64 } from "@scure/base";
import { Encrypter } from "age-encryption";
import { concat, randomName, utf8, type Bytes } from "./bytes.ts";
import { PageError } from "./errors.ts";
import type { NamedFile } from "./keys.ts";
import type { Manifest } from "./manifest.ts";

export interface ReplyText {
  readonly guidance: string;
  readonly homework: readonly string[];
  readonly prompts: readonly string[];
}

export const REPLY_LIMITS = { guidance: 20_000, line: 500, homework: 50, prompts: 20 } as const;

const FORMAT = "tj-reply/1";
const BLOCK = 4096;
const TAB = "    ";
const LINE_ENDS = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
// Controls but LF, and halves of signs.
const UNSENDABLE = /[\0-\x09\x0b-\x1f\x7f-\x9f]/g;

/**
 * Return a reply to a share as the file to send. `day` is today, as `2026-05-10`.
 * Throws `empty-reply`, `reply-too-long` with what is too long.
 */
export async function makeReply(manifest: Manifest, text: ReplyText, day: string): Promise<NamedFile> {
  const sealing = new Encrypter();
  sealing.addRecipient(manifest.reply_to);
  const bytes = (await sealing.encrypt(plaintext(manifest, replyText(text), day))) as Bytes;
  return { name: `reply-${randomName(8)}.age`, bytes };
}

/**
 * Return a reply's text as it is sent: line ends are one kind, tabs are spaces, controls are gone, each item is one
 * line, and empty items are left out. Throws as `makeReply` does, so a form can try it while it is filled in.
 */
export function replyText(text: ReplyText): ReplyText {
  const guidance = clean(text.guidance).replace(/\s+$/u, "");
  const homework = lines(text.homework);
  const prompts = lines(text.prompts);
  if (!guidance.trim() && homework.length === 0 && prompts.length === 0) throw new PageError("empty-reply");
  atMost("the guidance", [...guidance].length, REPLY_LIMITS.guidance, "characters");
  atMost("the homework", homework.length, REPLY_LIMITS.homework, "items");
  atMost("the prompts", prompts.length, REPLY_LIMITS.prompts, "items");
  for (const line of [...homework, ...prompts]) atMost("an item", [...line].length, REPLY_LIMITS.line, "characters");
  return { guidance: guidance.trim() ? guidance : "", homework, prompts };
}

function plaintext(manifest: Manifest, text: ReplyText, day: string): Bytes {
  const table = { bundle: manifest.id, id: randomName(16), created: day, ...text };
  const json = utf8(JSON.stringify(table));
  const body = new Uint8Array(Math.ceil(json.length / BLOCK) * BLOCK).fill(0x20);
  body.set(json);
  const mac = hmac(sha256, base64.decode(manifest.reply_secret), concat(utf8(`${FORMAT}\0`), body));
  return concat(utf8(`${FORMAT} ${base64.encode(mac)}\n`), body);
}

function clean(text: string): string {
  // Encoding and decoding puts a mark in place of half signs.
  const whole = new TextDecoder().decode(utf8(text));
  return whole.replace(LINE_ENDS, "\n").replaceAll("\t", TAB).replace(UNSENDABLE, "");
}

const lines = (items: readonly string[]): readonly string[] =>
  items.map((item) => clean(item).split(/\s+/u).filter((word) => word !== "").join(" ")).filter((item) => item !== "");

function atMost(what: string, count: number, most: number, unit: string): void {
  if (count <= most) return;
  const [allowed, found] = [most, count].map((number) => number.toLocaleString("en-US"));
  throw new PageError("reply-too-long", `${what} may have ${allowed} ${unit} and has ${found}`);
}
