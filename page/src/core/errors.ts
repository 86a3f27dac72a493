// What can go wrong, by a code; `messages.ts` has the words for each.

export type Code =
  | "wrong-key"
  | "wrong-passphrase"
  | "wrong-key-passphrase"
  | "needs-key"
  | "needs-passphrase"
  | "not-age"
  | "not-a-bundle"
  | "later-format"
  | "armored"
  | "other-encryption"
  | "several-readers"
  | "damaged"
  | "malformed"
  | "too-large"
  | "too-small"
  | "too-much-work"
  | "for-someone-else"
  | "forged"
  | "is-key-file"
  | "is-public-key"
  | "is-reply"
  | "is-bundle"
  | "is-mail"
  | "unreadable"
  | "bad-key-file"
  | "weak-passphrase"
  | "bad-signers-file"
  | "bad-name"
  | "name-taken"
  | "signer-taken"
  | "empty-reply"
  | "reply-too-long"
  | "unexpected";

/** Something that stops a task. `reason` is a sentence about the very file, for whoever helps; it quotes nothing. */
export class PageError extends Error {
  readonly code: Code;
  readonly reason: string;

  constructor(code: Code, reason = "") {
    super(reason || code);
    this.name = "PageError";
    this.code = code;
    this.reason = reason;
  }
}

/** Return any thrown value as a `PageError`; what was not foreseen could hold text, so nothing of it is kept. */
export function asPageError(thrown: unknown): PageError {
  return thrown instanceof PageError ? thrown : new PageError("unexpected");
}
