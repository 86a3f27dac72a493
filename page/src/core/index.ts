// All that the page does with shares, keys and replies; it knows nothing of what is shown.

export { howToOpen, openBundle, type Opened, type Unlock } from "./bundle.ts";
export { asPageError, PageError, type Code } from "./errors.ts";
export {
  isProtected, keyFile, makeKey, passphraseFault, readKeyFile, readKeys, SHORTEST_PASSPHRASE, type Key, type NamedFile,
} from "./keys.ts";
export type { Manifest } from "./manifest.ts";
export { MESSAGES, type Message } from "./messages.ts";
export { LIMITS, type Limits } from "./packing.ts";
export { qr, qrPath, QUIET, type Qr } from "./qr.ts";
export { makeReply, REPLY_LIMITS, replyText, type ReplyText } from "./reply.ts";
export { addSigner, readSigners, signersFile, whoSigned, type Signer, type Who } from "./signers.ts";
export { normalised, sixWords, strangeWords } from "./words.ts";
