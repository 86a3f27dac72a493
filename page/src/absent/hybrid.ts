// Stands for the post-quantum half of typage: shares have no such keys, so the page need not carry it.

function absent(): never {
  throw new Error("post-quantum keys are not supported");
}

const kem = { getPublicKey: absent, encapsulate: absent, decapsulate: absent };

export const MLKEM768X25519 = kem;
export const MLKEM768P256 = kem;
