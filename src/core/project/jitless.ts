/**
 * @file Keeps the validator from making code from text, which the page's and the worker's policy forbid. It tries to as
 * soon as the first schema is made: every file that makes schemas imports this one, whichever of them is loaded first.
 */
import { config } from "zod";

config({ jitless: true });
