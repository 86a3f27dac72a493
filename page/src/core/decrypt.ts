// Opening age files: the only module that decrypts, always after a look at the header.

import { Decrypter } from "age-encryption";
import { PageError } from "./errors.ts";
import { damaged, kindOf } from "./header.ts";

// typage tells a key that does not fit from damage by its words alone; a test holds it to them.
const NO_MATCH = "no identity matched any of the file's recipients";

/** Return what a file for one key holds. Throws what `kindOf` does, `needs-passphrase`, `wrong-key`, `damaged`. */
export async function decryptWithKeys(bytes: Uint8Array, identities: readonly string[]): Promise<Uint8Array> {
  if (kindOf(bytes) === "scrypt") throw new PageError("needs-passphrase");
  const opening = new Decrypter();
  for (const identity of identities) addIdentity(opening, identity);
  return decrypted(opening, bytes, "wrong-key");
}

/**
 * Return what a file under a passphrase holds, after seconds of work in which the page stands still.
 * Throws what `kindOf` does, `needs-key`, `wrong-passphrase`, `damaged`.
 */
export async function decryptWithPassphrase(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
  if (kindOf(bytes) !== "scrypt") throw new PageError("needs-key");
  const opening = new Decrypter();
  opening.addPassphrase(passphrase.normalize("NFC"));
  return decrypted(opening, bytes, "wrong-passphrase");
}

function addIdentity(opening: Decrypter, identity: string): void {
  try {
    opening.addIdentity(identity);
  } catch {
    throw new PageError("bad-key-file", "a letter of the key in it is wrong or missing");
  }
}

async function decrypted(
  opening: Decrypter,
  bytes: Uint8Array,
  otherwise: "wrong-key" | "wrong-passphrase",
): Promise<Uint8Array> {
  try {
    return await opening.decrypt(bytes);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message === NO_MATCH) throw new PageError(otherwise);
    throw damaged();
  }
}
