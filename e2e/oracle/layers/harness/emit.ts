/** @file A job in the forms that leave the studio: PyTorch source with its weights' file, and ONNX. */
import type { Network } from "../../../../src/core/export/network.ts";
import { writeOnnxNetwork } from "../../../../src/core/export/onnx/writeOnnx.ts";
import { writeSafetensors } from "../../../../src/core/export/safetensors.ts";
import type { Layout } from "../../../../src/core/export/torch/emitter.ts";
import { writeTorchNetwork } from "../../../../src/core/export/torch/writeTorch.ts";
import type { NamedTensor } from "../../../../src/core/training/checkpoint.ts";
import type { Job } from "./jobs.ts";

export interface Emitted {
  /** How the layer finds its inputs: "last", "first", or both by turns. */
  readonly layouts: string;
  readonly torch: { readonly source: string; readonly tensors: string } | { readonly problem: string };
  readonly onnx: { readonly model: string } | { readonly problem: string };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

function attempted<T extends object>(write: () => T): T | { readonly problem: string } {
  try {
    return write();
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

export function emitNetwork(network: Network, weights: readonly NamedTensor[], layouts = "last"): Emitted {
  return {
    layouts,
    torch: attempted(() => {
      const { source, tensors } = writeTorchNetwork(network);
      return { source, tensors: base64(writeSafetensors(tensors(weights), { format: "pt" })) };
    }),
    onnx: attempted(() => ({ model: base64(writeOnnxNetwork(network, weights)) })),
  };
}

/** Once for each way in which layers before may have left the channels. */
export function emit(job: Job, weights: readonly NamedTensor[]): readonly Emitted[] {
  const ranked = job.inputs.some(({ shape }) => shape.length > 1);
  const layoutSets: [string, (index: number) => Layout][] = [["last", () => "last"]];
  if (ranked) layoutSets.push(["first", () => "first"]);
  if (ranked && job.inputs.length > 1) layoutSets.push(["mixed", (index) => (index % 2 === 0 ? "first" : "last")]);
  return layoutSets.map(([name, layout]) => {
    const inputs = job.inputs.map((input, index) => ({ ...input, layout: layout(index) }));
    const { layers, output, context } = job;
    return emitNetwork({ inputs, layers, output, context }, weights, name);
  });
}
