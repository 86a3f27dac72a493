// How much a report may be for a browser to read it at once: what is nested without end stops or ends the page.

import { VOID_ELEMENTS } from "./allowed.ts";

// A year of daily notes has some 15,000 tags, nested nine deep, and braces three deep.
const MOST_SIGNS = 16 * 1024 * 1024;
const MOST_TAGS = 200_000;
const MOST_NESTED = 8_000;
const MOST_BRACES = 1_000;
const MOST_LOOKED_BACK = 60;
const IMAGES = /data:image\/[a-z]+;base64,[A-Za-z0-9+/=]*/g;
const TAG = /<(\/?)([a-z][^\s/<>]*)/gi;
const WITHOUT_END = new Set([...VOID_ELEMENTS, "area", "base", "embed", "input", "link", "meta", "source", "track"]);

/** Tells whether a report is too much to be parsed: too long, or nested too deep. It is looked at roughly, as text. */
export function isTooMuch(html: string): boolean {
  const text = html.replace(IMAGES, "");
  return text.length > MOST_SIGNS || bracesDeep(text) || tagsDeep(text);
}

function bracesDeep(text: string): boolean {
  let open = 0;
  for (const [brace] of text.matchAll(/[{}]/g)) {
    open = brace === "{" ? open + 1 : Math.max(0, open - 1);
    if (open > MOST_BRACES) return true;
  }
  return false;
}

function tagsDeep(text: string): boolean {
  const open: string[] = [];
  let count = 0;
  let end = -1;
  for (const { 1: slash, 2: written, index } of text.matchAll(TAG)) {
    const name = (written as string).toLowerCase();
    if (end < index) end = text.indexOf(">", index);
    if (end < 0) end = text.length;
    if (++count > MOST_TAGS || open.length > MOST_NESTED) return true;
    if (WITHOUT_END.has(name) || (text[end - 1] === "/" && open.includes("svg"))) continue;
    if (slash === "") open.push(name);
    else if (open.lastIndexOf(name) >= Math.max(0, open.length - MOST_LOOKED_BACK)) open.length = open.lastIndexOf(name);
  }
  return false;
}
