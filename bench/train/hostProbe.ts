/** @file The process or worker that tells of the device and measures what it can do at most. */
import { serve } from "./host.ts";

serve({}, () => null);
