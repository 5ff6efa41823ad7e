/** @file The model as a whole: how many layers and parameters, what it computes and takes; and the same layer by layer. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { sizedLayers } from "../../core/graph/compile.ts";
import { nameOf } from "../../core/graph/draft.ts";
import { estimateTraining, modelBytes, outputBytes } from "../../core/training/estimate.ts";
import { useCompiled, useMemoryIssues, useModelContext, useTrainingSize } from "../../state/derived.ts";
import { useSession } from "../../state/session.ts";
import { useFormat } from "../../ui/format.ts";
import { useIssueText } from "../../ui/issueText.ts";
import { KeyValue } from "../../ui/KeyValue.tsx";
import { Section } from "../../ui/Section.tsx";
import { useDrawing } from "./commands.ts";
import styles from "./Summary.module.css";
import { shapeText } from "./view.ts";

export function Summary() {
  const { t } = useTranslation("model");
  const { inputShape } = useModelContext();
  const rows = useRows();
  return (
    <Section title={t("summary.title")}>
      <div role="status" aria-label={t("summary.label")}>
        <KeyValue rows={rows} />
        <MemoryWarning />
        {inputShape === null ? (
          <p className={styles.noData}>
            {t("summary.noData")} <a href="#/data">{t("summary.toData")}</a>
          </p>
        ) : null}
      </div>
      <LayerByLayer />
    </Section>
  );
}

function useRows(): readonly { readonly key: string; readonly label: string; readonly value: ReactNode }[] {
  const { t } = useTranslation("model");
  const { number, bytes, compact } = useFormat();
  const compiled = useCompiled();
  const { totals, outputShape } = compiled;
  const size = useTrainingSize();
  const batch = number(size.batchSize);
  const sized = sizedLayers(compiled);
  // Where a shape is unknown the count is a lower bound.
  const count = totals.trainable + totals.fixed;
  const more = outputShape !== null ? "" : count === 0 ? "?" : " + ?";
  const known = (text: string) => (outputShape === null ? "?" : text);
  return [
    { key: "layers", label: t("summary.layers"), value: number(totals.layers) },
    { key: "parameters", label: t("summary.parameters"), value: count === 0 ? more : number(count) + more },
    ...(totals.fixed === 0 ? [] : [{ key: "fixed", label: t("summary.fixed"), value: number(totals.fixed) }]),
    { key: "multiplyAdds", label: t("summary.multiplyAdds"), value: known(compact(totals.multiplyAdds)) },
    { key: "size", label: t("summary.size"), value: known(bytes(modelBytes(totals))) },
    {
      key: "activations",
      label: t("summary.activations", { batch }),
      value: known(bytes(outputBytes(sized, size.batchSize))),
    },
    {
      key: "memory",
      label: t("summary.memory", { batch }),
      value: known(`≈ ${bytes(estimateTraining(sized, size).total)}`),
    },
  ];
}

/** Each device has a limit of its own, which the model can be too large for. */
function MemoryWarning() {
  const { issueText } = useIssueText();
  const [issue] = useMemoryIssues();
  return issue === undefined ? null : <p className={styles.warning}>{issueText(issue)}</p>;
}

/** Keras's summary as a table; a row leads to its layer. */
function LayerByLayer() {
  const { t } = useTranslation("model");
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.layers} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("summary.layersTable")}</summary>
      {open ? <LayerTable /> : null}
    </details>
  );
}

function LayerTable() {
  const { t } = useTranslation("model");
  const { number, compact } = useFormat();
  const { graph } = useDrawing();
  const { order, nodes } = useCompiled();
  const select = useSession((state) => state.select);
  const selected = useSession((state) => state.selectedNode);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t("summary.perLayer")}>
        <thead>
          <tr>
            <th scope="col">{t("summary.layer")}</th>
            <th scope="col">{t("summary.shape")}</th>
            <th scope="col">{t("summary.parameters")}</th>
            <th scope="col" title={t("summary.multiplyAdds")}>
              {t("summary.multiplyAddsShort")}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.map((id) => {
            const node = byId.get(id);
            const result = nodes.get(id);
            return node === undefined || result === undefined ? null : (
              <tr key={id} className={id === selected ? styles.selected : undefined}>
                <th scope="row">
                  <button type="button" className={styles.name} title={id} onClick={() => select(id)}>
                    {nameOf(node)}
                  </button>
                </th>
                <td>{shapeText(result.outputShape)}</td>
                <td>{number(result.trainable + result.fixed)}</td>
                <td>{compact(result.multiplyAdds)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
