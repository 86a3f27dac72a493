// A report's HTML → the same report made anew from listed elements and attributes, so that it can load and run nothing.

import {
  GLOBAL_ATTRIBUTES,
  HTML_ATTRIBUTES,
  HTML_ELEMENTS,
  REFERRING,
  SILENT_ATTRIBUTES,
  SVG_ATTRIBUTES,
  SVG_ELEMENTS,
  SVG_WORDS,
  VOID_ELEMENTS,
} from "./allowed.ts";
import { isTooMuch } from "./limits.ts";
import { filterDeclarations, filterSheet, isHarmless } from "./style.ts";

/** A report as it may be shown. */
export interface Rebuilt {
  /** The text of its title. */
  readonly title: string;
  /** The language it is in, as `en` or `de-CH`. */
  readonly language: string;
  /** Its style, filtered. */
  readonly style: string;
  /** What goes into the body: markup of listed elements and attributes only. */
  readonly body: string;
  /** How many elements, attributes and pieces of style were left out. */
  readonly dropped: number;
}

/**
 * Thrown where a report is too much to be read, or changes each time that it is, so that what is shown could be something
 * else than was checked.
 */
export class NotShowable extends Error {}

const HTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";
const DEEPEST = 200;
const MOST_READINGS = 6;
const LONGEST_ADDRESS = 300;
const IMAGE = /^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$/;
const PLACE = "data:image/png;base64,";
const NUMBERED = / src="data:image\/png;base64,(\d+)"/g;
const ANCHOR = /^#[^\s"'<>`\\]+$/;
const ELSEWHERE = /^(?:https?:\/\/|mailto:)/i;
const LANGUAGE = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;
const SVG_VALUE = /^[-\w\s.,%#()+:]*$/;
const SVG_FUNCTIONS = new Set(["matrix", "rotate", "scale", "translate", "skewx", "skewy", "rgb", "rgba", "hsl", "hsla", "var"]);
const NUMBER = /^\d{1,6}$/;

/**
 * Returns the report made anew.
 *
 * The text is parsed into a document that loads and runs nothing. Of it, listed elements and attributes are written
 * out, until writing and parsing change nothing any more: what a browser will read is then what was looked at here.
 * A link to a place in the report stays; of any other the address stays, as text. Raises `NotShowable`.
 */
export function rebuild(html: string): Rebuilt {
  if (isTooMuch(html)) throw new NotShowable();
  const root = parsed(html);
  const writer = new Writer();
  const language = root.getAttribute("lang") ?? "";
  const style = sheets(root, writer);
  countHead(root, writer);
  let body = writer.body(root);
  for (let readings = 1; ; readings++) {
    const text = new Writer(false).body(parsed(`<!DOCTYPE html><body>${body}</body>`));
    if (text === body) break;
    if (readings >= MOST_READINGS) throw new NotShowable();
    body = text;
  }
  return {
    title: (root.querySelector(":scope > head > title")?.textContent ?? "").trim().slice(0, 200),
    language: LANGUAGE.test(language) ? language : "",
    style,
    body: writer.withImages(body),
    dropped: writer.dropped,
  };
}

/** Returns the root of a document that loads and runs nothing. */
function parsed(html: string): Element {
  const document = new DOMParser().parseFromString(html, "text/html");
  // Elements by name can stand in for what a document has of itself, its body too. A root has no such names.
  return Reflect.get(Document.prototype, "documentElement", document) as Element;
}

function sheets(root: Element, writer: Writer): string {
  let text = "";
  for (const element of root.querySelectorAll("style")) {
    const { text: kept, dropped } = filterSheet(element.textContent ?? "");
    writer.dropped += dropped;
    const media = element.getAttribute("media");
    if (media === null) text += kept;
    else text += filterSheet(`@media ${media}{${kept}}`).text;
  }
  return text;
}

/** What a head may have is made anew; all else in it is counted as left out. */
function countHead(root: Element, writer: Writer): void {
  for (const element of root.querySelectorAll(":scope > head > *")) {
    const refresh = /refresh/i.test(element.getAttribute("http-equiv") ?? "");
    if (!/^(?:meta|style|title)$/.test(element.localName) || refresh) writer.dropped++;
  }
}

/**
 * Writes what may stay. Images are megabytes of letters that were looked at once, so while the rest is read again and
 * again a number stands for each; no text can pass for it, since in a text quotes are escaped.
 */
class Writer {
  dropped = 0;
  private readonly images: string[] = [];
  private readonly numbering: boolean;

  constructor(numbering = true) {
    this.numbering = numbering;
  }

  /** Puts the images back in the place of their numbers. */
  withImages(body: string): string {
    return body.replace(NUMBERED, (_, number: string) => ` src="${this.images[Number(number)] as string}"`);
  }

  /** The body; a set of frames may stand in its place. */
  body(root: Element): string {
    const body = root.querySelector(":scope > body");
    return body === null ? "" : this.children(body, 0);
  }

  private children(parent: Node, depth: number): string {
    let text = "";
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) text += escaped((node as Text).data);
      else if (node.nodeType === Node.ELEMENT_NODE) text += this.element(node as Element, depth + 1);
    }
    return text;
  }

  private element(element: Element, depth: number): string {
    const { namespaceURI: space, localName: name, parentElement: parent } = element;
    const inSvg = space === SVG && (name === "svg" || parent?.namespaceURI === SVG);
    const listed = inSvg ? SVG_ELEMENTS.has(name) : space === HTML && HTML_ELEMENTS.has(name);
    if (!listed || depth > DEEPEST) {
      // Style was gathered before; it is not lost.
      if (name !== "style") this.dropped++;
      return "";
    }
    const attributes = [...element.attributes].map((attribute) => this.attribute(element, inSvg, attribute)).join("");
    if (!inSvg && VOID_ELEMENTS.has(name)) return `<${name}${attributes}>`;
    const inside = inSvg && SVG_WORDS.has(name) ? escaped(element.textContent ?? "") : this.children(element, depth);
    // The parser takes away one line end after <pre>.
    const first = name === "pre" && inside.startsWith("\n") ? "\n" : "";
    const address = !inSvg && name === "a" ? elsewhere(element) : "";
    return `<${name}${attributes}>${first}${inside}</${name}>${escaped(address)}`;
  }

  private attribute(element: Element, inSvg: boolean, { name, value }: Attr): string {
    if (name === "src" && element.localName === "img" && this.numbering && IMAGE.test(value)) {
      return ` src="${PLACE}${this.images.push(value) - 1}"`;
    }
    const kept = name === "style" ? this.style(value) : harmless(element, inSvg, name, value);
    if (kept !== null) return ` ${name}="${escaped(kept)}"`;
    const shown = name === "href" && element.localName === "a" && ELSEWHERE.test(value);
    if (!shown && !SILENT_ATTRIBUTES.has(name)) this.dropped++;
    return "";
  }

  private style(value: string): string {
    const { text, dropped } = filterDeclarations(value);
    this.dropped += dropped;
    return text;
  }
}

/** The value that an attribute may have, or null if the attribute is left out. */
function harmless(element: Element, inSvg: boolean, name: string, value: string): string | null {
  if (/^(?:aria|data)-[-a-z0-9]+$/.test(name)) return value;
  const everywhere = Object.hasOwn(GLOBAL_ATTRIBUTES, name) ? GLOBAL_ATTRIBUTES[name] : undefined;
  if (everywhere !== undefined) return everywhere.test(value) ? value : null;
  if (inSvg) return SVG_ATTRIBUTES.has(name) && svgValue(name, value) ? value : null;
  if (!Object.hasOwn(HTML_ATTRIBUTES, element.localName)) return null;
  if (!HTML_ATTRIBUTES[element.localName]?.has(name)) return null;
  if (name === "src") return IMAGE.test(value) ? value : null;
  if (name === "href") return ANCHOR.test(value) ? value : null;
  if (name === "width" || name === "height") return NUMBER.test(value) ? value : null;
  return value;
}

function svgValue(name: string, value: string): boolean {
  if (REFERRING.has(name) && value.includes("url")) return isHarmless(name, value);
  if (!SVG_VALUE.test(value)) return name === "font-family" && isHarmless(name, value);
  return [...value.matchAll(/([-\w]*)\(/g)].every(([, called]) => !called || SVG_FUNCTIONS.has(called.toLowerCase()));
}

/** The address of a link that leads out of the report, to stand behind its words, unless they are the address. */
function elsewhere(link: Element): string {
  const address = link.getAttribute("href") ?? "";
  const plain = address.replace(/^mailto:/i, "");
  if (!ELSEWHERE.test(address) || (link.textContent ?? "").includes(plain)) return "";
  return ` (${plain.length > LONGEST_ADDRESS ? `${plain.slice(0, LONGEST_ADDRESS)}…` : plain})`;
}

/** Text as it stands in markup; quotes too, so that a text never looks like an attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"\u00a0]/g, (sign) => ESCAPES[sign] as string);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\u00a0": "&nbsp;",
};
