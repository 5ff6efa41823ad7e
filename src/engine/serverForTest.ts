/**
 * @file For tests only: the worker with less memory for encoded samples, so that small tables are trained from a file. The
 * worker's name is the number of bytes.
 */
import type { EngineApi } from "./protocol.ts";
import { type Port, serve } from "./rpc.ts";
import { createServer } from "./server.ts";

serve<EngineApi>(self as unknown as Port, createServer(Number((self as unknown as { name: string }).name)));
