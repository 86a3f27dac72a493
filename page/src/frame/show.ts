// A rebuilt report → the sandboxed frame it is read in, and the sheets of paper it is printed on.

import type { Rebuilt } from "./rebuild.ts";

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * Returns the document for a frame's `srcdoc`.
 *
 * Its policy forbids all but its own style and images in it. Links within it name the document itself, since a frame
 * like this takes a bare `#place` for a place in the page around it.
 */
export function frameDocument({ title, language, style, body }: Rebuilt): string {
  return [
    `<!DOCTYPE html><html lang="${language || "en"}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</title><style>${style}</style></head>`,
    `<body>${body.replaceAll(' href="#', ' href="about:srcdoc#')}</body></html>`,
  ].join("\n");
}

/**
 * Puts a report into the page, to be seen on paper only, until `clearPaper` takes it away again.
 *
 * A frame is printed as one picture that is cut at the ends of the sheets; the page's own content breaks where the
 * report's style says. Resolves when its images are ready.
 */
export async function toPaper(paper: HTMLElement, rebuilt: Rebuilt): Promise<void> {
  layOut(paper, rebuilt);
  await Promise.all([...paper.querySelectorAll("img")].map((image) => image.decode().catch(() => undefined)));
}

/** As `toPaper`, at once and without waiting for images: for the moment before the browser prints by itself. */
export function layOut(paper: HTMLElement, { language, style, body }: Rebuilt): void {
  if (paper.hasChildNodes()) return;
  const parsed = new DOMParser().parseFromString(`<!DOCTYPE html><body>${body}</body>`, "text/html");
  paper.lang = language || "en";
  paper.append(...[...parsed.body.childNodes].map((node) => document.importNode(node, true)));
  const sheet = new CSSStyleSheet({ media: "print" });
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
  document.documentElement.classList.add("on-paper");
}

/** Takes the report off the paper. */
export function clearPaper(paper: HTMLElement): void {
  paper.replaceChildren();
  document.adoptedStyleSheets = [];
  document.documentElement.classList.remove("on-paper");
}
