// Names of people, by the rules by which tj keeps them.

import { PageError } from "./errors.ts";

const LONGEST_NAME = 60;
// Alphabets with letters that look alike.
const LOOKALIKE = ["Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Coptic"].map(
  (script) => new RegExp(`\\p{Script=${script}}`, "u"),
);

/** Return the form in which two spellings of one name are the same: case, width, accents' form, spaces. */
export function folded(name: string): string {
  const lower = name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
  return lower.split(/\s+/u).filter((word) => word !== "").join(" ");
}

/** Return a name as it is kept. Throws `bad-name`. */
export function checkedName(text: string): string {
  const name = text.normalize("NFC").trim();
  const reason = `use up to ${LONGEST_NAME} letters, digits and spaces`;
  if (name === "" || [...name].length > LONGEST_NAME || /\p{C}|\p{Zl}|\p{Zp}|(?! )\p{Zs}/u.test(name)) {
    throw new PageError("bad-name", reason);
  }
  for (const word of name.split(" ")) {
    if (LOOKALIKE.filter((script) => script.test(word)).length > 1) {
      throw new PageError("bad-name", "it has letters of two alphabets in one word; type it by hand");
    }
  }
  return name;
}
