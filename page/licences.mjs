// Gathers the licences of the packages that are really in the bundle, as esbuild tells it.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

export function licences(root, metafile) {
  const used = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, input]) => input.bytesInOutput > 0)
      .map(([path]) => PACKAGE.exec(path)?.[1]),
  );
  const folders = [...new Set(used.filter((folder) => folder !== undefined))].sort();
  const own = readFileSync(join(root, "..", "LICENSE"), "utf8").trim();
  const byText = new Map([[own, ["tj (MIT)"]]]);
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const text = textOf(join(root, folder), name);
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...byText].map(([text, names]) => `${names.join("\n")}\n\n${text}`).join("\n\n----\n\n");
}

function textOf(folder, name) {
  const found = readdirSync(folder).filter((file) => /^(licen[cs]e|copying)(\.|$)/i.test(file)).sort();
  if (found.length === 0 || !existsSync(join(folder, found[0]))) throw new Error(`${name} has no licence file`);
  return readFileSync(join(folder, found[0]), "utf8").replace(/\r\n?/g, "\n").trim();
}
