/** @file The process or worker in which the studio's engine trains. */
import { serve } from "./host.ts";
import { openOurs, tensors } from "./ours.ts";

serve({ ours: openOurs }, tensors);
