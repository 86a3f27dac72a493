// What the page has in hand until it is closed: nothing of it is stored.

import { addSigner, type Key, type Opened, type Signer } from "../core/index.ts";

type Listener = () => void;

/** Keys, the open share, the writers that are known, and whether something written is not saved yet. */
export class Desk {
  keys: readonly Key[] = [];
  opened: Opened | null = null;
  signers: readonly Signer[] = [];
  /** Whether `signers` is the reader's own list: one that was chosen, or begun here because they have none. */
  hasList = false;
  unsaved = false;
  private readonly kept: Signer[] = [];
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

  /** Takes a list that was chosen, and adds whom the reader kept here before they chose it. */
  takeList(list: readonly Signer[]): void {
    this.signers = list;
    this.hasList = true;
    for (const one of this.kept) {
      try {
        this.signers = addSigner(this.signers, one);
      } catch {
        // The list knows that name or that key otherwise, and it is the older of the two.
      }
    }
  }

  /** Adds a writer to the list. Throws as `addSigner` does. */
  keep(one: Signer): void {
    this.signers = addSigner(this.signers, one);
    this.kept.push(one);
    this.hasList = true;
  }

  addKeys(keys: readonly Key[]): void {
    const known = new Set(this.keys.map((key) => key.identity));
    this.keys = [...this.keys, ...keys.filter((key) => !known.has(key.identity))];
  }
}
