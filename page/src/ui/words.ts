// Six words and the QR code of a key, as they are shown.

import { qr, qrPath, QUIET } from "../core/index.ts";
import { make } from "./dom.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Returns the six words as items of a list, to be read one by one. */
export function wordItems(words: readonly string[]): readonly HTMLLIElement[] {
  return words.map((word) => make("li", {}, word));
}

/** Returns a QR code of a text as a picture. */
export function qrPicture(text: string, label: string): SVGSVGElement {
  const code = qr(text);
  const whole = code.size + 2 * QUIET;
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${whole} ${whole}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", label);
  picture.setAttribute("shape-rendering", "crispEdges");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", qrPath(code));
  picture.append(path);
  return picture;
}
