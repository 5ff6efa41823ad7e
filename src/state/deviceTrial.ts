/**
 * @file How fast another device would train: a second worker is started on it, measures a few samples and is ended. The
 * page's own worker keeps its device, since tfjs cannot change it safely. What goes wrong there is no fault of the studio's:
 * a device that does not start or fails is one that is not there.
 */
import { AppError } from "../core/fault.ts";
import type { RivalOutcome } from "../core/training/preflight.ts";
import type { Backend } from "../core/training/types.ts";
import { startEngine } from "../engine/client.ts";
import type { EngineApi } from "../engine/protocol.ts";

/** Milliseconds for the start, the test of the device, the compilation of shaders and the measurement. */
const patience = 20_000;

/** `signal` ends the worker at once; what takes longer than `mostMs` is slower. */
export async function tryOn(
  backend: Backend,
  query: Parameters<EngineApi["tryDevice"]>[0],
  signal: AbortSignal,
  mostMs = patience,
): Promise<RivalOutcome> {
  if (signal.aborted) return { kind: "absent" };
  const second = startEngine(() => undefined);
  let late = false;
  const end = () => second.terminate(new AppError("cancelled", {}));
  const timer = setTimeout(() => {
    late = true;
    end();
  }, mostMs);
  signal.addEventListener("abort", end);
  try {
    // Where it does not start, another one does.
    const started = await second.remote.start({ force: backend });
    if (started.backend !== backend) return { kind: "absent" };
    const candidate = await second.remote.tryDevice(query);
    return candidate === null ? { kind: "slower" } : { kind: "measured", candidate };
  } catch {
    // Lost, out of memory, or ended: whatever it was, nobody would train on it.
    return { kind: late ? "slower" : "absent" };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    end();
  }
}
