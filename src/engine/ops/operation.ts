/** @file What a kernel wrote, for operations. */
export { tensorOf } from "../kernels/tensorOf.ts";
