/** @file What tfjs's WebAssembly backend lacks, gets wrong or computes slowly where a network is trained. */
import { registerConvGradients } from "./convGradients.ts";
import { registerConvPadding } from "./convPadding.ts";
import { registerDepthwiseGradients } from "./depthwiseGradients.ts";
import { registerElementwise } from "./elementwise.ts";
import { registerMatMul, stockMatrixKernels } from "./matMul.ts";
import { registerOneHot } from "./oneHot.ts";
import { registerPoolGradients } from "./poolGradients.ts";
import { registerPrelu } from "./prelu.ts";
import { registerSegmentSum } from "./segmentSum.ts";
import { registerSlices } from "./slices.ts";

// The products inside of convolutions are tfjs's own: nothing is transposed there.
const matrices = stockMatrixKernels();
registerConvGradients(matrices);
registerConvPadding();
registerDepthwiseGradients();
registerElementwise();
registerMatMul(matrices);
registerOneHot();
registerPoolGradients();
registerPrelu();
registerSegmentSum();
registerSlices();
