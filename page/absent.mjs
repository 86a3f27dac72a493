// Parts of typage that shares never use: left out, they cannot go wrong, and the page is a third smaller.

export const ABSENT = {
  "@noble/post-quantum/hybrid.js": "./src/absent/hybrid.ts",
  "@noble/curves/nist.js": "./src/absent/nist.ts",
};
