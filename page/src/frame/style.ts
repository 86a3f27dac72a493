// Style text from a report → the part of it that can load nothing, written anew from the pieces that were understood.

import { FUNCTIONS, GROUPS, MARGIN_BOXES, PROPERTIES, QUOTED, REFERRING } from "./allowed.ts";

/** What came through, and how many pieces did not. */
export interface Filtered {
  readonly text: string;
  readonly dropped: number;
}

/** A stretch of style text up to the sign that ends it; `whole` if its brackets and strings are closed. */
interface Piece {
  readonly text: string;
  readonly end: string;
  readonly whole: boolean;
}

const MOST_NESTED = 4;
const SELECTOR = /^[-\w\s.#:>+~*,()[\]="'|^$\u00a0-\uffff]+$/;
const CONDITION = /^(?:[-\w\s().,:/=%>]|<(?=[\s=]))*$/;
const VALUE = /^[-\w\s.,%#()/+*\u00a0-\uffff]+$/;
const STRING = /"[^"\\<\n\r\f]*"|'[^'\\<\n\r\f]*'/g;
const IMPORTANT = /\s*!\s*important$/i;
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]" };

/**
 * Returns a style sheet's rules that load nothing, and how many pieces were left out.
 *
 * Kept are rules of plain selectors with listed properties, in `@media`, `@supports`, `@container`, `@layer` and `@page`.
 * No address, no string where an address could stand, no escape, no `@import`, no `@font-face` comes through.
 */
export function filterSheet(text: string): Filtered {
  const reader = new Reader(text);
  return { text: reader.rules(0), dropped: reader.dropped };
}

/** Returns the declarations of a `style` attribute that load nothing, and how many were left out. */
export function filterDeclarations(text: string): Filtered {
  const reader = new Reader(text);
  return { text: reader.declarations(false), dropped: reader.dropped };
}

/** Whether a property may have this value: `fill` and `url(#a)`, `color` and `#fff`. */
export function isHarmless(property: string, value: string): boolean {
  if (!PROPERTIES.test(property) && !/^--[-\w]+$/.test(property)) return false;
  if (REFERRING.has(property) && /^url\(#[-\w]+\)$/.test(value)) return true;
  const plain = value.replace(IMPORTANT, "");
  const bare = plain.replace(STRING, " ");
  if (!VALUE.test(bare) || (bare !== plain && !QUOTED.has(property))) return false;
  return [...bare.matchAll(/([-\w\u00a0-\uffff]*)\(/g)].every(([, name]) => !name || FUNCTIONS.has(name.toLowerCase()));
}

class Reader {
  dropped = 0;
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Rules up to the end of the block or of the text. */
  rules(depth: number): string {
    let kept = "";
    for (;;) {
      const piece = this.piece("{;}");
      if (piece.end === "{") kept += this.rule(piece, depth);
      else if (piece.text && !/^@charset\b/i.test(piece.text)) this.dropped++;
      if (piece.end === "}" && depth > 0) return kept;
      if (piece.end === "") return kept;
    }
  }

  /** Declarations up to the end of the block or of the text, with the boxes of a page's margin where `boxes` is set. */
  declarations(boxes: boolean): string {
    let kept = "";
    for (;;) {
      const piece = this.piece("{;}");
      if (piece.end === "{") {
        const name = piece.text.slice(1).toLowerCase();
        if (boxes && piece.whole && piece.text.startsWith("@") && MARGIN_BOXES.has(name)) {
          kept += `@${name}{${this.declarations(false)}}`;
        } else this.skip();
        continue;
      }
      kept += this.declaration(piece);
      if (piece.end !== ";") return kept;
    }
  }

  private declaration(piece: Piece): string {
    if (!piece.text) return "";
    const colon = piece.text.indexOf(":");
    const name = piece.text.slice(0, Math.max(colon, 0)).trim();
    const property = name.startsWith("--") ? name : name.toLowerCase();
    const value = piece.text.slice(colon + 1).trim();
    if (piece.whole && isHarmless(property, value)) return `${property}:${value};`;
    this.dropped++;
    return "";
  }

  private rule(piece: Piece, depth: number): string {
    const [, at, condition] = /^@([-\w]+)\s*([^]*)$/.exec(piece.text) ?? [];
    const name = at?.toLowerCase();
    if (!piece.whole || depth > MOST_NESTED) return this.skip();
    if (name === undefined) {
      if (!SELECTOR.test(piece.text)) return this.skip();
      return `${piece.text}{${this.declarations(false)}}\n`;
    }
    if (!CONDITION.test(condition ?? "")) return this.skip();
    if (name === "page") return `@page ${condition}{${this.declarations(true)}}\n`;
    if (!GROUPS.has(name) || /\b(?:url|src|image)/i.test(condition ?? "")) return this.skip();
    return `@${name} ${condition}{${this.rules(depth + 1)}}\n`;
  }

  /** Passes over the rest of a block. */
  private skip(): string {
    this.dropped++;
    for (let open = 1; open > 0; ) {
      const { end } = this.piece("{}");
      if (end === "") break;
      open += end === "{" ? 1 : -1;
    }
    return "";
  }

  /** Reads up to one of `ends` that stands outside of brackets and strings; comments become a space. */
  private piece(ends: string): Piece {
    const open: string[] = [];
    let text = "";
    let whole = true;
    while (this.at < this.text.length) {
      const sign = this.text[this.at] as string;
      if (this.text.startsWith("/*", this.at)) {
        const end = this.text.indexOf("*/", this.at + 2);
        this.at = end < 0 ? this.text.length : end + 2;
        text += " ";
      } else if (sign === '"' || sign === "'") {
        const string = this.string(sign);
        whole &&= string !== null;
        text += string ?? " ";
      } else if (ends.includes(sign) && (open.length === 0 || sign !== ";")) {
        // A brace ends the piece even within brackets: what follows must not be swallowed by one that stays open.
        this.at++;
        return { text: text.trim(), end: sign, whole: whole && open.length === 0 };
      } else {
        if (sign in CLOSING) open.push(CLOSING[sign] as string);
        else if (sign === ")" || sign === "]") whole = open.pop() === sign && whole;
        whole &&= sign !== "\\" && sign !== "{" && sign !== "}";
        text += sign;
        this.at++;
      }
    }
    return { text: text.trim(), end: "", whole: whole && open.length === 0 };
  }

  /** Reads a quoted string; null if it is not closed or has an escape in it. */
  private string(quote: string): string | null {
    const start = this.at++;
    let plain = true;
    for (; this.at < this.text.length; this.at++) {
      const sign = this.text[this.at] as string;
      if (sign === quote) {
        this.at++;
        return plain ? this.text.slice(start, this.at) : null;
      }
      if (sign === "\n" || sign === "\r" || sign === "\f") return null;
      if (sign === "\\") {
        plain = false;
        this.at++;
      }
    }
    return null;
  }
}
