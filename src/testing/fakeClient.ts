/** @file For tests only: a worker that answers as the test says, in place of the one that `engine/client.ts` starts. */
import type { EngineConnection } from "../engine/client.ts";
import type { EngineApi } from "../engine/protocol.ts";

/** Stands in for the module: `vi.mock("../engine/client.ts", …)`. `started` hears of each worker that is started. */
export function fakeClient(
  remote: { readonly [M in keyof EngineApi]?: unknown },
  started: () => void = () => undefined,
) {
  const start = async () => ({ backend: "cpu", label: "CPU" });
  return {
    startEngine: (): EngineConnection => {
      started();
      return {
        remote: { start, ...remote } as unknown as EngineConnection["remote"],
        terminate: () => undefined,
      };
    },
  };
}
