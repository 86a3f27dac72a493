// What a share says of itself, `manifest.json`: JSON in ASCII with sorted keys and no spaces, and no other way of it.

import { strictBase64, strictText } from "./bytes.ts";
import { PageError } from "./errors.ts";
import { ID, isDay, RECIPIENT, SIGNER } from "./forms.ts";
import { sha256Hex } from "./hashing.ts";
import { malformed } from "./packing.ts";

export const FORMAT = "tj-bundle/1";
/** What stands for the recipient of a share that is opened by a passphrase. */
export const BY_PASSPHRASE = "passphrase";

export interface Manifest {
  readonly id: string;
  /** The number of this share to its recipient, from 1. */
  readonly serial: number;
  /** The day, as `2026-05-10`. */
  readonly created: string;
  /** An age recipient, or the one word `passphrase`. */
  readonly recipient: string;
  /** `ed25519:` and base64 of the 32 bytes of the signing key. */
  readonly signer: string;
  /** The writer's own age recipient. */
  readonly reply_to: string;
  /** Base64 of 32 random bytes. */
  readonly reply_secret: string;
  /** How many things of each class were taken out. */
  readonly stripped: Readonly<Record<string, number>>;
}

const TEXTS = ["format", "id", "created", "recipient", "signer", "reply_to", "reply_secret"] as const;
const KEYS = [...TEXTS, "serial", "members", "stripped"].sort();
const CLASS = /^[a-z][a-z -]{0,39}$/;
const SECRET_BYTES = 32;

type Table = Record<string, unknown>;

/**
 * Return the manifest of a share and its list of members, of which nothing is known yet.
 * Throws `malformed`, `later-format`.
 */
export function readManifest(bytes: Uint8Array): { manifest: Manifest; members: unknown } {
  const table = parsed(bytes);
  if (table === null) throw malformed("its manifest is missing or cannot be read");
  if (table["format"] !== FORMAT) throw new PageError("later-format");
  const texts = TEXTS.every((key) => typeof table[key] === "string");
  if (Object.keys(table).join() !== KEYS.join() || !texts || !isSound(table as Table & Record<"id", string>)) {
    throw malformed("its manifest does not say what it must");
  }
  const { format: _, members, ...rest } = table;
  return { manifest: rest as unknown as Manifest, members };
}

/** See that the members are those that the manifest lists. Throws `malformed`. */
export async function checkMembers(listed: unknown, found: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const rows = Array.isArray(listed) ? listed.filter(isTable) : [];
  const names = [...found.keys()];
  if (rows.length !== names.length || rows.some((row, at) => row["name"] !== names[at])) {
    throw malformed("its members are not those that its manifest lists");
  }
  if (rows.some((row, at) => row["size"] !== found.get(names[at] as string)?.length)) {
    throw malformed("it has a member of another size than its manifest says");
  }
  const digests = await Promise.all([...found.values()].map(sha256Hex));
  const whole = Array.isArray(listed) && listed.length === rows.length;
  if (!whole || rows.some((row, at) => row["sha256"] !== digests[at] || Object.keys(row).length !== 3)) {
    throw malformed("it has a member that is not as its manifest says");
  }
}

function parsed(bytes: Uint8Array): Table | null {
  const text = strictText(bytes);
  try {
    const table: unknown = JSON.parse(text ?? "");
    return isTable(table) && canonical(table) === text ? table : null;
  } catch {
    return null;
  }
}

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Return JSON as Python's `json` writes it in ASCII with sorted keys and no spaces. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isTable(value)) {
    const rows = Object.keys(value).sort().map((key) => `${ascii(key)}:${canonical(value[key])}`);
    return `{${rows.join(",")}}`;
  }
  return typeof value === "string" ? ascii(value) : JSON.stringify(value);
}

function ascii(text: string): string {
  const escape = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[\x7f-\uffff]/g, escape);
}

function isSound(table: Table): boolean {
  const text = (key: string): string => table[key] as string;
  const stripped = table["stripped"];
  return (
    ID.test(text("id")) &&
    isCount(table["serial"]) &&
    isDay(text("created")) &&
    (text("recipient") === BY_PASSPHRASE || RECIPIENT.test(text("recipient"))) &&
    RECIPIENT.test(text("reply_to")) &&
    SIGNER.test(text("signer")) &&
    strictBase64(text("reply_secret"))?.length === SECRET_BYTES &&
    isTable(stripped) &&
    Object.entries(stripped).every(([name, count]) => CLASS.test(name) && isCount(count))
  );
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
