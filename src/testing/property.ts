/**
 * @file The one door to property tests. What is drawn is the same each time, so that one state of the program has one
 * verdict; `npm run fuzz` draws anew, by `FUZZ_SEED`.
 */
import fc from "fast-check";

const seed = typeof process === "undefined" ? undefined : process.env.FUZZ_SEED;
fc.configureGlobal({ seed: Number(seed ?? 1) });

export { fc };
