// Gathers the licences of the packages that are really in the bundle, as esbuild tells it. What several have in common
// is written once, under the names and copyright lines of all of them.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
// Where the MIT licence begins, behind its title and the copyright lines.
const GRANT = "Permission is hereby granted";

export function licences(root, metafile) {
  const used = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, input]) => input.bytesInOutput > 0)
      .map(([path]) => PACKAGE.exec(path)?.[1]),
  );
  const folders = [...new Set(used.filter((folder) => folder !== undefined))].sort();
  const byText = new Map();
  add(byText, "tj (MIT)", readFileSync(join(root, "..", "LICENSE"), "utf8"));
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    add(byText, `${name} ${version} (${license})`, textOf(join(root, folder), name));
  }
  return [...byText.values()].map(({ heads, text }) => `${heads.join("\n")}\n\n${text}`).join("\n\n----\n\n");
}

function add(byText, name, whole) {
  const at = Math.max(whole.indexOf(GRANT), 0);
  const copyrights = whole.slice(0, at).split("\n").filter((line) => /copyright/i.test(line));
  const text = whole.slice(at).replace(/\r\n?/g, "\n").trim();
  const key = text.replace(/\s+/g, " ");
  const found = byText.get(key) ?? { heads: [], text };
  found.heads.push([name, ...copyrights.map((line) => `  ${line.trim()}`)].join("\n"));
  byText.set(key, found);
}

function textOf(folder, name) {
  const found = readdirSync(folder).filter((file) => /^(licen[cs]e|copying)(\.|$)/i.test(file)).sort();
  if (found.length === 0) throw new Error(`${name} has no licence file`);
  return readFileSync(join(folder, found[0]), "utf8");
}
