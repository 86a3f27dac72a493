// Runs the page's core outside of a browser for tests: reads cases as JSON from stdin, and writes what came of each.

import { readFileSync } from "node:fs";
import * as core from "../../page/src/core/index.ts";
import { verify } from "../../page/src/core/hashing.ts";
import { kindOf } from "../../page/src/core/header.ts";
import { decryptWithKeys, decryptWithPassphrase } from "../../page/src/core/decrypt.ts";
import { checkedName, folded } from "../../page/src/core/names.ts";
import { paddedSize, unpack } from "../../page/src/core/packing.ts";

type Case = Record<string, never> & { do: string };

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "base64"));
const base64 = (data: Uint8Array): string => Buffer.from(data).toString("base64");
const file = ({ name, bytes: data }: core.NamedFile): object => ({ name, bytes: base64(data) });
// WebCrypto as of a browser that knows no Ed25519.
const without = {
  importKey: () => Promise.reject(new DOMException("", "NotSupportedError")),
  verify: () => Promise.reject(new Error("not asked")),
};

const ACTIONS: Record<string, (given: Case) => unknown> = {
  open: async ({ file, identities, passphrase, limits }) => {
    const opened = await core.openBundle(bytes(file), { identities, passphrase }, { ...core.LIMITS, ...(limits as object) });
    return { ...opened, attachments: opened.attachments.map((one) => ({ name: one.name, bytes: base64(one.bytes) })) };
  },
  howToOpen: ({ file, limits }) => core.howToOpen(bytes(file), { ...core.LIMITS, ...(limits as object) }),
  kindOf: ({ file }) => kindOf(bytes(file)),
  unpack: ({ file, limits }) =>
    Object.fromEntries([...unpack(bytes(file), { ...core.LIMITS, ...(limits as object) })].map(([name, data]) => [name, base64(data)])),
  decrypt: async ({ file, identities }) => base64(await decryptWithKeys(bytes(file), identities)),
  decryptByWords: async ({ file, passphrase }) => base64(await decryptWithPassphrase(bytes(file), passphrase)),
  paddedSize: ({ sizes }) => (sizes as number[]).map(paddedSize),
  sixWords: ({ kind, text }) => core.sixWords(kind, text),
  normalised: ({ text }) => core.normalised(text),
  strangeWords: ({ text }) => core.strangeWords(text),
  makeKey: () => core.makeKey(),
  keyFile: async ({ key, passphrase, factor }) => file(await core.keyFile(key, passphrase, factor)),
  readKeys: ({ file, passphrase }) => core.readKeys(bytes(file), passphrase),
  passphraseFault: ({ text }) => core.passphraseFault(text),
  verify: ({ signer, signature, message, here }) =>
    verify(signer, bytes(signature), bytes(message), here ? without : crypto.subtle),
  checkedName: ({ text }) => checkedName(text),
  folded: ({ text }) => folded(text),
  addSigner: ({ list, one }) => core.addSigner(list, one),
  signersFile: ({ list }) => file(core.signersFile(list)),
  readSigners: ({ file }) => core.readSigners(bytes(file)),
  whoSigned: ({ list, key, replyTo }) => core.whoSigned(list, key, replyTo),
  makeReply: async ({ manifest, text, day }) => file(await core.makeReply(manifest, text, day)),
  qr: ({ text }) => {
    const code = core.qr(text);
    const rows = Array.from({ length: code.size }, (_, y) =>
      Array.from({ length: code.size }, (_, x) => (code.dark(x, y) ? "#" : " ")).join(""));
    return { rows, path: core.qrPath(code) };
  },
  messages: () => core.MESSAGES,
  // One file, and what becomes of it after each of many changes: from where, how many bytes less, which in their place.
  each: async ({ file, edits, then }) => {
    const whole = Buffer.from(file as string, "base64");
    const found: object[] = [];
    for (const [start, gone, put] of edits as [number, number, string][]) {
      const parts = [whole.subarray(0, start), Buffer.from(put, "base64"), whole.subarray(start + gone)];
      found.push(await outcome({ ...(then as object), file: base64(Buffer.concat(parts)) } as Case));
    }
    return found.map((one) => ("value" in one ? { opened: true } : one));
  },
};

async function outcome(given: Case): Promise<object> {
  try {
    return { value: (await ACTIONS[given.do]?.(given)) ?? null };
  } catch (thrown) {
    const problem = core.asPageError(thrown);
    return { code: problem.code, reason: problem.reason, ...(problem.code === "unexpected" ? { thrown: String(thrown) } : {}) };
  }
}

const found: object[] = [];
for (const given of JSON.parse(readFileSync(0, "utf8")) as Case[]) found.push(await outcome(given));
process.stdout.write(JSON.stringify(found));
