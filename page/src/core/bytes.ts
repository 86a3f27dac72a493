// Bytes and texts: the few conversions that the other modules share.

import { base64 } from "@scure/base";

/** Bytes that WebCrypto and Blob take: never on shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

/** Return bytes as text, one sign for each byte. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

/** Return bytes as text; null where they are no UTF-8. */
export function strictText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Return bytes as text, with a mark in place of what is no UTF-8. */
export const looseText = (bytes: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Return what a base64 text stands for; null where it is not the one way of writing those bytes. */
export function strictBase64(text: string): Uint8Array | null {
  try {
    const raw = base64.decode(text);
    return base64.encode(raw) === text ? raw : null;
  } catch {
    return null;
  }
}

export function startsWith(bytes: Uint8Array, text: string): boolean {
  return latin1(bytes.subarray(0, text.length)) === text;
}

/** Return `count` random lower-case letters and digits, five bits each. */
export function randomName(count: number): string {
  const random = crypto.getRandomValues(new Uint8Array(count));
  return Array.from(random, (byte) => "abcdefghijklmnopqrstuvwxyz234567"[byte & 31]).join("");
}
