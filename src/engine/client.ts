/** @file The page's end of the border: makes the worker and the connection to it. Holds no tfjs. */
import { AppError } from "../core/fault.ts";
import { type EngineApi, streamNames } from "./protocol.ts";
import { connect, type Remote } from "./rpc.ts";
import { workerUrl } from "./workerUrl.ts";

export interface EngineConnection {
  readonly remote: Remote<EngineApi>;
  /** Ends the worker; everything pending is rejected with `reason`. */
  terminate(reason: AppError): void;
}

/** Starts a worker. `onDeath` hears of a worker that failed by itself. */
export function startEngine(onDeath: (error: AppError) => void): EngineConnection {
  const worker = new Worker(workerUrl(), { type: "module", name: "engine" });
  const connection = connect<EngineApi>(worker, streamNames);
  const die = (reason: AppError) => {
    worker.terminate();
    connection.fail(reason);
  };
  worker.addEventListener("error", (event) => {
    const error = new AppError("workerDied", { message: event.message });
    die(error);
    onDeath(error);
  });
  return { remote: connection.remote, terminate: die };
}
