/**
 * @file Models on their way out: for each form what became of its last export. Each keeps the run it belongs to, so that
 * no file is shown under another model.
 */
import { create } from "zustand";
import type { ModelTarget } from "../core/export/targets.ts";
import { type Fault, toFault } from "../core/fault.ts";
import type { Issue } from "../core/issue.ts";
import type { Progress } from "../core/progress.ts";
import type { Run } from "../core/training/types.ts";
import { download } from "./download.ts";
import { engine } from "./engine.ts";

export type ExportState =
  | { readonly kind: "writing"; readonly runId: string; readonly progress: Progress | null }
  | {
      readonly kind: "written";
      readonly runId: string;
      readonly fileName: string;
      readonly bytes: number;
      /** SHA-256 in hexadecimal. */
      readonly fingerprint: string;
    }
  | { readonly kind: "refused"; readonly runId: string; readonly issues: readonly Issue[] }
  | { readonly kind: "failed"; readonly runId: string; readonly fault: Fault };

interface Exports {
  readonly states: Readonly<Partial<Record<ModelTarget, ExportState>>>;
  exportModel(run: Run, target: ModelTarget): Promise<void>;
  cancel(target: ModelTarget): void;
}

const aborts = new Map<ModelTarget, AbortController>();

async function fingerprintOf(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const useExports = create<Exports>()((set) => {
  const put = (target: ModelTarget, state: ExportState | undefined) =>
    set(({ states }) => ({ states: { ...states, [target]: state } }));
  return {
    states: {},
    exportModel: async (run, target) => {
      aborts.get(target)?.abort();
      const controller = new AbortController();
      aborts.set(target, controller);
      const runId = run.id;
      const isNewest = () => aborts.get(target) === controller;
      put(target, { kind: "writing", runId, progress: null });
      try {
        const stream = engine().exportModel({ run, target }, controller.signal);
        for (;;) {
          const { done, value } = await stream.next();
          if (!isNewest()) return;
          if (!done) {
            put(target, { kind: "writing", runId, progress: value });
            continue;
          }
          if (!value.ok) return put(target, { kind: "refused", runId, issues: value.issues });
          const { file, fileName } = value;
          download(file, fileName);
          const fingerprint = await fingerprintOf(file);
          if (isNewest()) put(target, { kind: "written", runId, fileName, bytes: file.size, fingerprint });
          return;
        }
      } catch (error) {
        if (!isNewest()) return;
        const fault = toFault(error);
        put(target, fault.code === "cancelled" ? undefined : { kind: "failed", runId, fault });
      }
    },
    cancel: (target) => {
      aborts.get(target)?.abort();
      aborts.delete(target);
      put(target, undefined);
    },
  };
});
