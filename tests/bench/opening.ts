// Measures in a browser how long the page takes to open a share, from its bytes and a key to all that is shown, and how
// long age alone takes to decrypt the same bytes.

import { decryptWithKeys } from "../../page/src/core/decrypt.ts";
import { openBundle } from "../../page/src/core/index.ts";

declare global {
  interface Window {
    openings: (share: string, identity: string, rounds: number) => Promise<[number, number][]>;
  }
}

window.openings = async (share, identity, rounds) => {
  const bytes = Uint8Array.from(atob(share), (sign) => sign.charCodeAt(0));
  const seconds = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
  };
  const found: [number, number][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ours = await seconds(() => openBundle(bytes, { identities: [identity] }));
    const plain = await seconds(() => decryptWithKeys(bytes, [identity]));
    found.push([ours, plain]);
  }
  return found;
};
