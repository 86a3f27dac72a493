// What the page has in hand until it is closed: nothing of it is stored.

import type { Key, Opened, Signer } from "../core/index.ts";

type Listener = () => void;

/** Keys, the open share, the writers that are known, and whether something written is not saved yet. */
export class Desk {
  keys: readonly Key[] = [];
  opened: Opened | null = null;
  signers: readonly Signer[] = [];
  unsaved = false;
  private readonly listeners: Listener[] = [];

  /** Calls `listener` whenever another share is open, or none. */
  onShare(listener: Listener): void {
    this.listeners.push(listener);
  }

  put(opened: Opened | null): void {
    this.opened = opened;
    this.unsaved = false;
    for (const listener of this.listeners) listener();
  }

  addKeys(keys: readonly Key[]): void {
    const known = new Set(this.keys.map((key) => key.identity));
    this.keys = [...this.keys, ...keys.filter((key) => !known.has(key.identity))];
  }
}
