/** @file How a mend is carried out, told once by the shell: controls show fixes without knowing the document's store. */
import { createContext } from "react";
import type { Fix } from "../core/issue.ts";

export const FixContext = createContext<(fix: Fix) => void>(() => undefined);
