/**
 * @file Failures of the world (GPU lost, storage full, cancelled) and of this program. The world's failures are an
 * `AppError` with a code, the same on both sides of the worker; ours are assertions that only the error boundary catches.
 */

/** Codes of failures that no setting of the user caused, with what their message needs. */
export interface FaultContexts {
  cancelled: Record<string, never>;
  deviceLost: { reason: string };
  gpuError: { message: string };
  /** The loss stopped being a number: too high a learning rate, or values that overflow. */
  lossNotFinite: { epoch: number };
  outOfMemory: { what: string };
  quotaExceeded: { what: string };
  storageFailed: { what: string; message: string };
  fileUnreadable: { fileName: string; message: string };
  workerDied: { message: string };
  /** Another tab trains this run. */
  runElsewhere: Record<string, never>;
  notFound: { what: string };
  unexpected: { message: string };
}

export type FaultCode = keyof FaultContexts;

export class AppError<C extends FaultCode = FaultCode> extends Error {
  readonly code: C;
  readonly context: FaultContexts[C];

  constructor(code: C, context: FaultContexts[C], cause?: unknown) {
    super(`${code} ${JSON.stringify(context)}`, { cause });
    this.name = "AppError";
    this.code = code;
    this.context = context;
  }
}

/** The value form of an error, as it crosses the worker's border and as a failed run keeps it. */
export type Fault = { [C in FaultCode]: { readonly code: C; readonly context: FaultContexts[C] } }[FaultCode];

export function toFault(error: unknown): Fault {
  if (error instanceof AppError) return { code: error.code, context: error.context } as Fault;
  const named = error as { name?: string; message?: string } | null | undefined;
  if (named?.name === "AbortError") return { code: "cancelled", context: {} };
  // Engines name no code of their own for it: V8, SpiderMonkey and WebGPU, in this order.
  if (
    named?.name === "RangeError" &&
    /allocation failed|invalid array length|createBuffer failed/i.test(named.message ?? "")
  ) {
    return { code: "outOfMemory", context: { what: "ArrayBuffer" } };
  }
  if (named?.name === "QuotaExceededError") return { code: "quotaExceeded", context: { what: named.message ?? "" } };
  return { code: "unexpected", context: { message: named?.message ?? String(error) } };
}

export const fromFault = (fault: Fault): AppError => new AppError(fault.code, fault.context);

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
