/**
 * @file For tests only: a dedicated worker that spools made-up samples, as files with synchronous access exist in no other
 * place. Sample i is [i, i + 0.25, −i, …]; a message is a request, its answer a `SpoolAnswer`.
 */
import { toFault } from "../../core/fault.ts";
import { type Spooled, spooled } from "./spool.ts";

export type SpoolRequest =
  | {
      readonly kind: "spool";
      readonly name: string;
      readonly rows: number;
      readonly width: number;
      /** The first sample whose reading stops, or breaks, the writing. */
      readonly stopAt?: number;
      readonly breakAt?: number;
    }
  | { readonly kind: "read"; readonly from: number; readonly count: number }
  | { readonly kind: "remove" };

export type SpoolAnswer =
  | { readonly ok: true; readonly values: Float32Array }
  | { readonly ok: false; readonly code: string };

let held: Spooled | null = null;

/** The number at a place of a sample. */
export const numberAt = (row: number, place: number): number => [row, row + 0.25, -row][place % 3] as number;

async function answer(request: SpoolRequest): Promise<Float32Array> {
  switch (request.kind) {
    case "spool": {
      const { name, rows, width, stopAt, breakAt } = request;
      const stop = new AbortController();
      const read = (from: number, count: number): Float32Array => {
        if (stopAt !== undefined && from + count > stopAt) stop.abort(new Error("stopped"));
        if (breakAt !== undefined && from + count > breakAt) throw new Error("broken");
        const values = new Float32Array(count * width);
        for (let i = 0; i < values.length; i++) values[i] = numberAt(from + Math.floor(i / width), i % width);
        return values;
      };
      held = await spooled({ rows, width, resident: null, read }, name, stop.signal);
      return new Float32Array(0);
    }
    case "read":
      return held?.samples.read(request.from, request.count).slice() ?? new Float32Array(0);
    case "remove":
      await held?.remove();
      return new Float32Array(0);
  }
}

// Imported by the test for its types and `numberAt`, too, where there is nobody to answer.
if ("DedicatedWorkerGlobalScope" in globalThis) {
  self.addEventListener("message", async ({ data }: MessageEvent<SpoolRequest>) => {
    const reply: SpoolAnswer = await answer(data).then(
      (values) => ({ ok: true as const, values }),
      (error: unknown) => ({ ok: false as const, code: codeOf(error) }),
    );
    self.postMessage(reply);
  });
}

function codeOf(error: unknown): string {
  const { code, context } = toFault(error);
  return code === "unexpected" ? String((context as { message?: string }).message) : code;
}
