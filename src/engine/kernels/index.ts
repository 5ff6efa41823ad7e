/** @file Own kernels that stand in for tfjs's on WebGPU: loading this file registers them. */
import "./matmulKernels.ts";
import "./reduceSoftmax.ts";
