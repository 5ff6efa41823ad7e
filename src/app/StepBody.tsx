/** @file The step that is shown, each loaded when it is first needed. A step that breaks leaves the frame usable. */
import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Step } from "../core/project/types.ts";
import { useProject } from "../state/project.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";

const load: { readonly [S in Step]: () => Promise<{ default: ComponentType }> } = {
  data: () => import("../features/data/DataStep.tsx").then(({ DataStep }) => ({ default: DataStep })),
  model: () => import("../features/model/ModelStep.tsx").then(({ ModelStep }) => ({ default: ModelStep })),
  train: () => import("../features/train/TrainStep.tsx").then(({ TrainStep }) => ({ default: TrainStep })),
  evaluate: () =>
    import("../features/evaluate/EvaluateStep.tsx").then(({ EvaluateStep }) => ({ default: EvaluateStep })),
  deploy: () => import("../features/deploy/DeployStep.tsx").then(({ DeployStep }) => ({ default: DeployStep })),
};

const bodies: { readonly [S in Step]: ComponentType } = {
  data: lazy(load.data),
  model: lazy(load.model),
  train: lazy(load.train),
  evaluate: lazy(load.evaluate),
  deploy: lazy(load.deploy),
};

/** Fetches a step before it is asked for, e.g. when the pointer is on its link. */
export const preload = (step: Step): Promise<void> =>
  load[step]().then(
    () => undefined,
    (error) => console.warn(`The step "${step}" could not be loaded ahead.`, error),
  );

export function StepBody({ step }: { readonly step: Step }) {
  const { t } = useTranslation();
  const id = useProject((state) => state.project?.id);
  const Body = bodies[step];
  return (
    <ErrorBoundary key={`${step}-${id}`}>
      <Suspense fallback={<p className="visually-hidden">{t("step.loading")}</p>}>
        <Body key={id} />
      </Suspense>
    </ErrorBoundary>
  );
}
