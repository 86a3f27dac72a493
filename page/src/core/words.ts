// The six words by which two people compare a key, and the passphrases made of such words.

import { sha256 } from "@noble/hashes/sha2.js";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { utf8 } from "./bytes.ts";

const WORDS = 6;
const BITS = 11n;
// What a person, a keyboard or a mail program puts between two words.
const BETWEEN = /[\s\-\u2010-\u2015\u2212\ufe58_,.;]+/u;
// Marks that nobody sees: where a line may break, which way a text runs.
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * Return the six words of a public key: the first 66 bits of SHA-256 over kind, a NUL and the key's text.
 * `text` is the canonical form, `age1…` or `ed25519:…`.
 */
export function sixWords(kind: "recipient" | "signer", text: string): readonly string[] {
  const digest = sha256(utf8(`${kind}\0${text}`));
  const number = digest.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) >> (256n - BigInt(WORDS) * BITS);
  const places = Array.from({ length: WORDS }, (_, place) => BigInt(WORDS - 1 - place) * BITS);
  return places.map((place) => wordlist[Number((number >> place) & 0x7ffn)] as string);
}

/** Return what a person typed for a share's passphrase in the form in which tj makes one: lower case, with hyphens. */
export function normalised(text: string): string {
  const seen = text.normalize("NFKC").replace(UNSEEN, "").toLowerCase().normalize("NFC");
  return seen.split(BETWEEN).filter((word) => word !== "").join("-");
}

/** Return which words of a share's passphrase, from 1, are not in the list, so that a slip can be pointed at. */
export function strangeWords(text: string): readonly number[] {
  const words = normalised(text).split("-").filter((word) => word !== "");
  return words.flatMap((word, at) => (wordlist.includes(word) ? [] : [at + 1]));
}
