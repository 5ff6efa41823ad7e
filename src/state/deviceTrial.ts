/**
 * @file How fast another device would train: a second worker is started on it, measures a few samples and is ended. The
 * page's own worker keeps its device, since tfjs cannot change it safely. A device that does not start, fails its test or
 * does not answer is not faster; that is all there is to say of it.
 */
import { AppError } from "../core/fault.ts";
import type { Candidate } from "../core/training/preflight.ts";
import type { Backend } from "../core/training/types.ts";
import { startEngine } from "../engine/client.ts";
import type { EngineApi } from "../engine/protocol.ts";

/** For the start, the test of the device, the compilation of shaders and the measurement. */
const mostMs = 15_000;

/** null: it is not faster. `signal` ends the worker at once. */
export async function tryOn(
  backend: Backend,
  query: Parameters<EngineApi["tryDevice"]>[0],
  signal: AbortSignal,
): Promise<Candidate | null> {
  if (signal.aborted) return null;
  const second = startEngine(() => undefined);
  const end = () => second.terminate(new AppError("cancelled", {}));
  const timer = setTimeout(end, mostMs);
  signal.addEventListener("abort", end);
  try {
    // Where it does not start, another one does.
    const started = await second.remote.start({ force: backend });
    return started.backend === backend ? await second.remote.tryDevice(query) : null;
  } catch {
    // Lost, out of memory, too slow or given up: whatever it was, nobody would train on it.
    return null;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    end();
  }
}
