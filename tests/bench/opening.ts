// Measures in a browser how long the page takes to open a share, from its bytes and a key to all that is shown.

import { openBundle } from "../../page/src/core/index.ts";

declare global {
  interface Window {
    openings: (share: string, identity: string, rounds: number) => Promise<number[]>;
  }
}

window.openings = async (share, identity, rounds) => {
  const bytes = Uint8Array.from(atob(share), (sign) => sign.charCodeAt(0));
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await openBundle(bytes, { identities: [identity] });
    seconds.push((performance.now() - began) / 1000);
  }
  return seconds;
};
