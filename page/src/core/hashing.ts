// SHA-256 and signatures, by the browser where it has them.

import { ed25519 } from "@noble/curves/ed25519.js";
import { strictBase64, type Bytes } from "./bytes.ts";
import { SIGNER } from "./forms.ts";

const SIGNATURE_BYTES = 64;

export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Tell whether a signature is valid; false also where `signer` is no key. A browser whose WebCrypto has no Ed25519
 * leaves the work to a library: there is no third answer.
 */
export async function verify(
  signer: string,
  signature: Uint8Array,
  message: Uint8Array,
  subtle: Pick<SubtleCrypto, "importKey" | "verify"> = crypto.subtle,
): Promise<boolean> {
  const raw = SIGNER.test(signer) ? strictBase64(signer.slice("ed25519:".length)) : null;
  if (raw === null || signature.length !== SIGNATURE_BYTES) return false;
  try {
    const key = await subtle.importKey("raw", raw as Bytes, { name: "Ed25519" }, false, ["verify"]);
    return await subtle.verify({ name: "Ed25519" }, key, signature as Bytes, message as Bytes);
  } catch {
    return verifyHere(raw, signature, message);
  }
}

function verifyHere(key: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
