/** @file Own kernels that stand in for tfjs's on WebGPU: loading this file registers them. */
import "./matmulKernels.ts";
import "./reduceSoftmax.ts";
import "./reduce.ts";
import "./reduceArgMax.ts";
import "./transpose.ts";
import "./elementwiseGradients.ts";
import "./reduceGradients.ts";
