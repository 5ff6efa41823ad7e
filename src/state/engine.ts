/**
 * @file The page's one worker: started on first use, its device announced, rebuilt after it died. Holds no data; what
 * the worker must know again after a restart is told by the stores that listen to `generation`.
 */
import { create } from "zustand";
import { AppError, type Fault, toFault } from "../core/fault.ts";
import type { Backend, DeviceInfo } from "../core/training/types.ts";
import { type EngineConnection, startEngine } from "../engine/client.ts";

type Device =
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly info: DeviceInfo }
  | { readonly kind: "failed"; readonly fault: Fault };

interface EngineState {
  readonly device: Device;
  /** Counts the workers; a change means that the worker has forgotten its dataset. */
  readonly generation: number;
}

export const useEngine = create<EngineState>()(() => ({ device: { kind: "starting" }, generation: 0 }));

let connection: EngineConnection | null = null;

/** Which device to start; `because` is what the studio says of it, absent: it was chosen. */
export interface DeviceWish {
  readonly force?: Backend;
  readonly because?: DeviceInfo["fallbackReason"];
}

/** What the user chose to train on, for as long as the page is open; null: the best there is. */
let chosen: Backend | null = null;

function open(wish: DeviceWish = chosen === null ? {} : { force: chosen }): EngineConnection {
  const started = startEngine((error) => {
    if (connection !== started) return;
    connection = null;
    useEngine.setState({ device: { kind: "failed", fault: toFault(error) } });
  });
  connection = started;
  useEngine.setState(({ generation }) => ({ device: { kind: "starting" }, generation: generation + 1 }));
  started.remote.start(wish).then(
    (info) => connection === started && useEngine.setState({ device: { kind: "ready", info } }),
    (error) => connection === started && useEngine.setState({ device: { kind: "failed", fault: toFault(error) } }),
  );
  return started;
}

/** The remote of the living worker. */
export const engine = () => (connection ?? open()).remote;

/** Ends the worker and starts another: on the backend that is wished for, else on the one that was chosen. */
export function restartEngine(wish?: DeviceWish): void {
  connection?.terminate(new AppError("workerDied", { message: "restarted" }));
  open(wish);
}

/** Trains on this backend from now on; null: on the best there is. */
export function chooseDevice(backend: Backend | null): void {
  chosen = backend;
  restartEngine();
}

/** Starts another worker after a fault of its device: the same one would repeat the fault for ever. */
export function replaceFaultyDevice({ code }: Fault): void {
  if (code === "deviceLost" || code === "gpuError" || code === "outOfMemory") restartEngine();
}

/** Ends the worker, with whatever it was doing; the next call starts another. */
export function stopEngine(): void {
  connection?.terminate(new AppError("workerDied", { message: "stopped" }));
  connection = null;
}
