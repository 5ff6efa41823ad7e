/** @file The worker's entry: hears calls and forwards them. Everything it does is in the modules it names. */
import type { EngineApi } from "./protocol.ts";
import { type Port, serve } from "./rpc.ts";
import { createServer } from "./server.ts";

serve<EngineApi>(self as unknown as Port, createServer());
