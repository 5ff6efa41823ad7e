/** @file The process or worker in which tfjs trains. */
import { serve } from "./host.ts";
import { tensors, tfjsPeers } from "./tfjs.ts";

serve(tfjsPeers, tensors);
