// Files in and out: chosen, dropped, saved.

import { PageError, type NamedFile } from "../core/index.ts";

/** A file that was chosen, with all of its bytes. */
export interface Chosen {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly file: File;
}

// More than any share, so that a film chosen by mistake is not read into memory.
const LARGEST = 256 * 1024 * 1024;

/** Returns the files with their bytes. Throws `too-large`, and `unreadable` for a folder or a file that went away. */
export async function readFiles(files: Iterable<File>): Promise<readonly Chosen[]> {
  return Promise.all(
    [...files].map(async (file) => {
      if (file.size > LARGEST) throw new PageError("too-large");
      const bytes = await file.arrayBuffer().catch(() => {
        throw new PageError("unreadable");
      });
      return { name: file.name, bytes: new Uint8Array(bytes), file };
    }),
  );
}

/** Saves bytes where the browser puts downloads. */
export function saveFile({ name, bytes }: NamedFile): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Calls `take` with files that are dropped anywhere on the page; without this a browser would leave the page for them. */
export function onDrop(take: (files: readonly File[]) => void): void {
  const root = document.documentElement;
  addEventListener("dragover", (event) => {
    event.preventDefault();
    root.classList.toggle("dragging", event.dataTransfer?.types.includes("Files") === true);
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) root.classList.remove("dragging");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    root.classList.remove("dragging");
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) take(files);
  });
}

/** Puts dropped files into a field, as if they had been chosen there, so that it shows their names. */
export function putInto(input: HTMLInputElement, files: readonly Chosen[]): void {
  const holder = new DataTransfer();
  for (const { file } of files) holder.items.add(file);
  input.files = holder.files;
}

/** Returns a size in words: `82 KB`, `3.4 MB`. */
export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
