// Builds dist/page.html: one file with its script and style inside, and a policy that lets it reach nothing.
//
// The same sources give the same bytes with every node: esbuild is pinned and does the work, and neither the time nor
// the path of this folder gets into the page. src/page.html has four places to fill, each a comment of its own:
// <!-- policy -->, <!-- style -->, <!-- licences -->, <!-- script -->.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ABSENT } from "./absent.mjs";
import { licences } from "./licences.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
// What browsers of the last few years understand; Firefox ESR and Chromium are tested.
const TARGET = ["chrome109", "firefox115", "safari16.4"];

const read = (...path) => readFileSync(join(HERE, ...path), "utf8");
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const hash = (text) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

async function bundle(entry, options) {
  return build({
    absWorkingDir: HERE,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    charset: "utf8",
    legalComments: "none", // the licences stand in the page as a whole
    target: TARGET,
    alias: ABSENT,
    metafile: true,
    logLevel: "warning",
    ...options,
  });
}

// A frame with `srcdoc` inherits this policy. The report in it brings a style of its own, which a hash cannot foresee;
// what a style could load is forbidden by the other lines, so only styles of any origin in the page itself are allowed.
function policy(script) {
  return [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "frame-src 'self' blob:",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
}

function fill(template, parts) {
  return Object.entries(parts).reduce((page, [place, text]) => {
    const mark = `<!-- ${place} -->`;
    if (page.split(mark).length !== 2) throw new Error(`src/page.html must have ${mark} once`);
    return page.replace(mark, () => text);
  }, template);
}

const scripts = await bundle("src/main.ts", { format: "iife", platform: "browser" });
const styles = await bundle("src/page.css", {});
const script = scripts.outputFiles[0].text.trim();
const style = styles.outputFiles[0].text.trim();
if (/<\/script|<!--/i.test(script)) throw new Error("the script would end before its end");
if (/<\/style/i.test(style)) throw new Error("the style would end before its end");

// Indentation is for whoever reads the source; nothing in it keeps its spaces.
const template = read("src", "page.html").replace(/^[ \t]+/gm, "");
const page = fill(template, {
  policy: `<meta http-equiv="Content-Security-Policy" content="${policy(script)}">`,
  style: `<style>${style}</style>`,
  licences: `<pre>${escaped(licences(HERE, scripts.metafile))}</pre>`,
  script: `<script>${script}</script>`,
});
mkdirSync(join(HERE, "dist"), { recursive: true });
writeFileSync(join(HERE, "dist", "page.html"), page);
