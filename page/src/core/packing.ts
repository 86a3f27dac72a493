// The zip of a share, `tj-bundle/1`: without compression, and with exactly one valid form for given members. What is
// wrong with another is said in its own sentence as far as it can be told; in the end the zip is built again from what
// was found, by a library that had no part in the reading, and whatever differs in any byte is refused.

import { zipSync } from "fflate";
import { latin1, looseText } from "./bytes.ts";
import { PageError } from "./errors.ts";

export interface Limits {
  /** The size of the whole zip, in bytes. */
  readonly bytes: number;
  /** The number of members, the manifest, its signature and the padding not counted. */
  readonly members: number;
}

export const LIMITS: Limits = { bytes: 64 * 1024 * 1024, members: 5000 };

const LEAST_BYTES = 64 * 1024;
const OWN = ["manifest.json", "manifest.sig", "pad"];
const PAD = "pad";
/** Endings of the names of pictures, which were made anew, and of files that go along as they are. */
export const ENDINGS =
  "jpg png 3gp avif bmp csv doc docx epub flac heic heif m4a mov mp3 mp4 odp ods odt ogg opus pdf ppt pptx rtf svg " +
  "tif tiff txt wav webm xls xlsx zip";
const NAME = new RegExp(`^(?:report\\.html|entries/[0-9]{4}\\.md|att/[0-9]{4}\\.(?:${ENDINGS.replaceAll(" ", "|")}))$`);
const LEADS_OUT = /^(?:[/\\]|[A-Za-z]:|(?:[^]*[/\\])?\.\.(?:[/\\]|$)|[^]*\\)/;
const MODE = 0o100600 * 0x10000;
// 1 January 1980, midnight, as a zip writes it.
const DAY = 0x21;
const TIME = 0;
const UNIX = 3;

const LOCAL = { mark: "PK\x03\x04", size: 30 };
const CENTRAL = { mark: "PK\x01\x02", size: 46 };
const END = { mark: "PK\x05\x06", size: 22 };
const LONG_END = { mark: "PK\x06\x07", size: 20 };
const MOST_PER_MEMBER = CENTRAL.size + 32;

interface Info {
  readonly name: string;
  readonly rawName: Uint8Array;
  readonly system: number;
  readonly flags: number;
  readonly method: number;
  readonly time: number;
  readonly day: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly extra: number;
  readonly comment: number;
  readonly mode: number;
  readonly offset: number;
}

/** Return the members of a zip that tj made, all but its padding. Throws `not-a-bundle`, `too-large`, `malformed`. */
export function unpack(data: Uint8Array, limits: Limits = LIMITS): Map<string, Uint8Array> {
  if (data.length > limits.bytes) throw tooLarge(`it is larger than ${limits.bytes >> 20} MiB`);
  checkEnd(data, limits);
  const infos = directory(data, limits);
  checkNames(infos.map((info) => info.name));
  checkKinds(infos, limits);
  const members = membersOf(data, infos);
  const again = packed(members);
  checkSums(infos, directory(again, limits));
  const order = [...members.keys()];
  const sorted = [...order].sort(byPlace);
  if (order.some((name, at) => name !== sorted[at] || name !== infos[at]?.name)) {
    throw malformed("its members are not in their order");
  }
  checkPad(members, data.length);
  if (!same(again, data)) {
    throw malformed("it is not packed in the one form that tj makes; something may be hidden in it");
  }
  members.delete(PAD);
  return members;
}

/** Return the PADME size for `size` bytes (Nikitin et al., PETS 2019), at least 64 KiB. */
export function paddedSize(size: number): number {
  const exponent = Math.floor(Math.log2(Math.max(size, 2)));
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.max(Math.ceil(size / step) * step, LEAST_BYTES);
}

export const malformed = (reason: string): PageError => new PageError("malformed", reason);

const tooLarge = (reason: string): PageError => new PageError("too-large", reason);
const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function packed(members: ReadonlyMap<string, Uint8Array>): Uint8Array {
  // Local time is what the library writes, so local time it is.
  const mtime = new Date(1980, 0, 1);
  return zipSync(Object.fromEntries(members), { level: 0, os: UNIX, attrs: MODE, mtime });
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  // Four at a time where they lie so that this can be done: a share has many.
  const fours = one.byteOffset % 4 === 0 && other.byteOffset % 4 === 0 ? one.length >> 2 : 0;
  const [words, others] = [one, other].map((bytes) => new Uint32Array(bytes.buffer, fours && bytes.byteOffset, fours));
  for (let at = 0; at < fours; at += 1) if (words?.[at] !== others?.[at]) return false;
  for (let at = fours * 4; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

function byPlace(one: string, other: string): number {
  if ((one === PAD) !== (other === PAD)) return one === PAD ? 1 : -1;
  return one < other ? -1 : Number(one > other);
}

/** Look at the end before anything is read for each of the members, of which it could claim millions. */
function checkEnd(data: Uint8Array, limits: Limits): void {
  const isAt = (mark: string, at: number): boolean => at >= 0 && latin1(data.subarray(at, at + 4)) === mark;
  if (!isAt(LOCAL.mark, 0)) {
    if (has(data, LOCAL.mark) && has(data, END.mark)) throw malformed("something stands before the zip in it");
    throw new PageError("not-a-bundle", "what it holds is no zip file");
  }
  if (!has(data, END.mark) || data.length < END.size + LONG_END.size) {
    throw malformed("what it holds is cut off before its end");
  }
  const at = data.length - END.size;
  const end = view(data);
  if (!isAt(END.mark, at) || end.getUint16(at + 20, true) !== 0) {
    throw malformed("something stands behind the zip in it, or its end is cut off");
  }
  if (isAt(LONG_END.mark, at - LONG_END.size)) throw malformed("it is packed as only huge files are");
  if (end.getUint32(at + 12, true) > (limits.members + OWN.length) * MOST_PER_MEMBER) throw tooMany(limits);
}

function has(data: Uint8Array, mark: string): boolean {
  const [first, ...rest] = [...mark].map((sign) => sign.charCodeAt(0));
  for (let at = data.indexOf(first as number); at >= 0; at = data.indexOf(first as number, at + 1)) {
    if (rest.every((byte, next) => data[at + 1 + next] === byte)) return true;
  }
  return false;
}

function tooMany(limits: Limits): PageError {
  return tooLarge(`it has more than ${limits.members.toLocaleString("en-US")} members`);
}

function directory(data: Uint8Array, limits: Limits): readonly Info[] {
  const unreadable = malformed("the list of members in its zip cannot be read");
  const end = view(data);
  const endAt = data.length - END.size;
  const size = end.getUint32(endAt + 12, true);
  const shift = endAt - size - end.getUint32(endAt + 16, true);
  if (shift < 0 || size > endAt) throw unreadable;
  const infos: Info[] = [];
  for (let at = endAt - size; at < endAt; ) {
    if (at + CENTRAL.size > endAt || latin1(data.subarray(at, at + 4)) !== CENTRAL.mark) throw unreadable;
    const info = infoAt(data, end, at, shift);
    at += CENTRAL.size + info.rawName.length + info.extra + info.comment;
    if (at > endAt) throw unreadable;
    infos.push(info);
    if (infos.length > limits.members + OWN.length) throw tooMany(limits);
  }
  return infos;
}

function infoAt(data: Uint8Array, table: DataView, at: number, shift: number): Info {
  const short = (place: number): number => table.getUint16(at + place, true);
  const long = (place: number): number => table.getUint32(at + place, true);
  const rawName = data.subarray(at + CENTRAL.size, at + CENTRAL.size + short(28));
  return {
    name: short(8) & 0x800 ? looseText(rawName) : latin1(rawName),
    rawName,
    system: short(4) >> 8,
    flags: short(8),
    method: short(10),
    time: short(12),
    day: short(14),
    crc: long(16),
    packed: long(20),
    size: long(24),
    extra: short(30),
    comment: short(32),
    mode: long(38),
    offset: long(42) + shift,
  };
}

function checkNames(names: readonly string[]): void {
  if (names.some((name) => LEADS_OUT.test(name))) {
    throw malformed("it has a member whose name leads out of the folder that it is saved in");
  }
  if (new Set(names).size !== names.length) throw malformed("it has two members of one name");
  const folded = names.map((name) => name.normalize("NFC").toUpperCase().toLowerCase());
  if (new Set(folded).size !== names.length) {
    throw malformed("it has two members whose names many computers take for one");
  }
  if (!names.every((name) => OWN.includes(name) || NAME.test(name))) {
    throw malformed("it has a member whose name is not one that tj gives");
  }
}

function checkKinds(infos: readonly Info[], limits: Limits): void {
  if (infos.some((info) => info.flags & 1)) throw malformed("it has a member that is encrypted once more");
  if (infos.some((info) => info.method !== 0)) throw malformed("it is compressed, and could grow while it is opened");
  if (infos.some((info) => info.size !== info.packed)) throw malformed("it has a member of two sizes");
  if (infos.reduce((sum, info) => sum + info.size, 0) > limits.bytes) {
    throw tooLarge(`its members are larger than ${limits.bytes >> 20} MiB`);
  }
  if (infos.some((info) => info.mode !== MODE || info.system !== UNIX)) {
    throw malformed("it has a member that is no plain file for its reader alone");
  }
  if (infos.some((info) => info.day !== DAY || info.time !== TIME || info.extra || info.comment)) {
    throw malformed("it has a member with more to it than name and content, in which something may be hidden");
  }
}

/** Return each member's bytes from where the zip has them, one behind the other without a gap. */
function membersOf(data: Uint8Array, infos: readonly Info[]): Map<string, Uint8Array> {
  const overlap = malformed("its members overlap, or something stands between them");
  const table = view(data);
  const members = new Map<string, Uint8Array>();
  let at = 0;
  for (const info of [...infos].sort((one, other) => one.offset - other.offset)) {
    const nameAt = at + LOCAL.size;
    const start = nameAt + info.rawName.length;
    if (info.offset !== at || start + info.size > data.length) throw overlap;
    if (!isDescribed(data, table, at, info)) throw malformed("it has a member that is described in two ways");
    members.set(info.name, data.subarray(start, start + info.size));
    at = start + info.size;
  }
  if (at !== table.getUint32(data.length - END.size + 16, true)) throw overlap;
  return members;
}

function isDescribed(data: Uint8Array, table: DataView, at: number, info: Info): boolean {
  const name = data.subarray(at + LOCAL.size, at + LOCAL.size + info.rawName.length);
  return (
    latin1(data.subarray(at, at + 4)) === LOCAL.mark &&
    table.getUint32(at + 14, true) === info.crc &&
    table.getUint32(at + 18, true) === info.size &&
    table.getUint32(at + 22, true) === info.size &&
    table.getUint16(at + 26, true) === info.rawName.length &&
    table.getUint16(at + 28, true) === 0 &&
    same(name, info.rawName)
  );
}

function checkSums(infos: readonly Info[], again: readonly Info[]): void {
  const right = new Map(again.map((info) => [info.name, info.crc]));
  if (infos.some((info) => right.get(info.name) !== info.crc)) {
    throw malformed("it has a member that is damaged: its check sum is another");
  }
}

function checkPad(members: ReadonlyMap<string, Uint8Array>, size: number): void {
  const pad = members.get(PAD);
  if (pad === undefined) throw malformed("its padding is missing");
  if (!same(pad, new Uint8Array(pad.length))) throw malformed("its padding holds something");
  if (size !== paddedSize(size - pad.length)) throw malformed("its padding is not of the size that it must have");
}
