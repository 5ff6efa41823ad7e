/** @file The model as a whole: how many layers and parameters, and what training it takes. */
import { useTranslation } from "react-i18next";
import { trainingBytes } from "../../core/graph/memory.ts";
import { optimizers } from "../../core/training/optimizers.ts";
import { useCompiled, useModelContext } from "../../state/derived.ts";
import { useProject } from "../../state/project.ts";
import { useFormat } from "../../ui/format.ts";
import { KeyValue } from "../../ui/KeyValue.tsx";
import { Section } from "../../ui/Section.tsx";
import styles from "./Summary.module.css";

export function Summary() {
  const { t } = useTranslation("model");
  const { number, bytes } = useFormat();
  const { totals, outputShape } = useCompiled();
  const { inputShape } = useModelContext();
  const training = useProject((state) => state.project?.training);
  const batch = training?.batchSize ?? 0;
  const slots = training === undefined ? 0 : optimizers[training.optimizer].slots;
  // Where a shape is unknown the count is a lower bound.
  const count = totals.trainable + totals.fixed;
  const more = outputShape !== null ? "" : count === 0 ? "?" : " + ?";
  const rows = [
    { key: "layers", label: t("summary.layers"), value: number(totals.layers) },
    { key: "parameters", label: t("summary.parameters"), value: count === 0 ? more : number(count) + more },
    {
      key: "memory",
      label: t("summary.memory", { batch: number(batch) }),
      value: outputShape === null ? "?" : `≈ ${bytes(trainingBytes(totals, batch, slots))}`,
    },
  ];
  return (
    <Section title={t("summary.title")}>
      <div role="status" aria-label={t("summary.label")}>
        <KeyValue rows={rows} />
        {inputShape === null ? (
          <p className={styles.noData}>
            {t("summary.noData")} <a href="#/data">{t("summary.toData")}</a>
          </p>
        ) : null}
      </div>
    </Section>
  );
}
