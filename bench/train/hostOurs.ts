/** @file The process or worker in which the studio's engine trains. */
import { serve } from "./host.ts";
import { openOurs, tensors } from "./ours.ts";
import { wholeRun } from "./peer.ts";
import { openRun } from "./runPeer.ts";

serve({ ours: openOurs, [wholeRun]: openRun }, tensors);
