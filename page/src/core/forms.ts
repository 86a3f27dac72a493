// The one way in which keys, ids and days are written.

export const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;
export const SIGNER = /^ed25519:[A-Za-z0-9+/]{43}=$/;
export const ID = /^[a-z2-7]{16}$/;

/** Tell whether a text is a day that there is, as `2026-05-10`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text.startsWith("0000")) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
