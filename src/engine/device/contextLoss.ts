/**
 * @file Hears of a lost WebGL context. tfjs asks a lost context for ever whether its work is done, so a read would never
 * settle; and what it does read are zeros. Reads are raced against the loss, and whoever computes can ask.
 */
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { AppError } from "../../core/fault.ts";

export interface ContextWatch {
  /** Throws once the context is lost. */
  check(): void;
}

export function watchContext(backend: MathBackendWebGL): ContextWatch {
  const { gl } = backend.gpgpu;
  // The worker's types know no canvas.
  const { canvas } = gl as unknown as { readonly canvas: EventTarget };
  const fault = () => new AppError("deviceLost", { reason: "WebGL context lost" });
  const lost = new Promise<never>((_, reject) => {
    canvas.addEventListener("webglcontextlost", () => reject(fault()), { once: true });
  });
  // Nobody may be reading when it happens; then `check` tells.
  lost.catch(() => undefined);
  const read = backend.read.bind(backend);
  backend.read = (dataId) => Promise.race([read(dataId), lost]);
  return {
    check: () => {
      if (gl.isContextLost()) throw fault();
    },
  };
}
