// Stands for the curve of hardware keys in typage: shares are not made for such keys, so the page need not carry it.

function absent(): never {
  throw new Error("hardware keys are not supported");
}

export const p256 = { lengths: {}, Point: { fromBytes: absent }, utils: { randomSecretKey: absent } };
