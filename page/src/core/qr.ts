// QR codes of public keys.

import { encode } from "uqr";

/** A QR code without its quiet zone: `size` modules in both directions. */
export interface Qr {
  readonly size: number;
  readonly dark: (x: number, y: number) => boolean;
}

/** The white margin, in modules, that readers need around a code. */
export const QUIET = 4;

export function qr(text: string): Qr {
  const { size, data } = encode(text, { ecc: "M", border: 0 });
  return { size, dark: (x, y) => data[y]?.[x] === true };
}

/** Return the path of a code's dark modules for an SVG, quiet zone included in the numbers. */
export function qrPath(code: Qr): string {
  const places = Array.from({ length: code.size * code.size }, (_, at) => [at % code.size, Math.floor(at / code.size)]);
  return (places as [number, number][])
    .filter(([x, y]) => code.dark(x, y))
    .map(([x, y]) => `M${x + QUIET} ${y + QUIET}h1v1h-1z`)
    .join("");
}
