/** @file The process or worker in which jax-js trains. */
import { serve } from "./host.ts";
import { openJax } from "./jax.ts";

serve({ jax: openJax }, () => null);
