/** @file What the selected layer put out for the row chosen: large, in figures, and as a table of numbers. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { InspectedOutput } from "../../core/graph/inspected.ts";
import { type LayerNode, specOf } from "../../core/layers/index.ts";
import { isStale, useInspect } from "../../state/inspect.ts";
import { useFormat } from "../../ui/format.ts";
import { KeyValue } from "../../ui/KeyValue.tsx";
import { Section } from "../../ui/Section.tsx";
import { groupStyle } from "./groupStyle.ts";
import { SampleAnswer } from "./SampleAnswer.tsx";
import { SampleCanvas } from "./SampleCanvas.tsx";
import { useOutput, useRawOutput } from "./SampleThumb.tsx";
import styles from "./SampleView.module.css";
import { firstNumbers, picturesOf } from "./samplePicture.ts";
import { shapeText } from "./view.ts";

const mostMaps = 16;
const mostNumbers = 200;
/** The column of details is this wide, its padding taken off. */
const wide = 272;
const mapSide = 63;

export function SampleDetail({ node }: { readonly node: LayerNode }) {
  const { t } = useTranslation("model");
  const shown = useInspect((state) => state.shown);
  const output = useOutput(node);
  const raw = useRawOutput(node);
  const answer = useInspect(({ seen }) => seen?.inspected.answer ?? null);
  if (!shown) return null;
  return (
    <Section title={t("sample.here")}>
      {output === null ? (
        <p className={styles.nothing}>{t("sample.nothingHere")}</p>
      ) : (
        <div style={groupStyle(specOf(node.kind)?.group)}>
          {answer?.node === node.id ? <SampleAnswer answer={answer} /> : null}
          <Large output={output} raw={raw} pictured={answer?.node !== node.id} />
        </div>
      )}
    </Section>
  );
}

interface LargeProps {
  readonly output: InspectedOutput;
  readonly raw: InspectedOutput | null;
  /** Its numbers are told in another way already. */
  readonly pictured: boolean;
}

function Large({ output, raw, pictured }: LargeProps) {
  const { t } = useTranslation("model");
  const { significant, number } = useFormat();
  const drawn = raw ?? output;
  const stale = useInspect(isStale);
  const pictures = useMemo(() => (pictured ? picturesOf(drawn, mostMaps) : []), [drawn, pictured]);
  const channels = output.shape.length === 3 ? (output.shape[2] ?? 1) : 1;
  const figure = (value: number) => (Number.isFinite(value) ? significant(value) : t("sample.notANumber"));
  const single = pictures.length === 1;
  return (
    <>
      <div className={styles.large} data-stale={stale || undefined} aria-hidden="true">
        {pictures.map((picture, at) => {
          const width = !single ? mapSide : picture.kind === "cells" && picture.width === picture.height ? 160 : wide;
          const height = !single ? mapSide : picture.kind === "cells" && width === 160 ? 160 : 96;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a picture is its channel.
            <SampleCanvas key={at} picture={picture} range={drawn} width={width} height={height} />
          );
        })}
      </div>
      {raw === null || !pictured ? null : <p className={styles.note}>{t("sample.raw")}</p>}
      {pictured && channels > pictures.length ? (
        <p className={styles.note}>
          {t("sample.channels", { shown: number(pictures.length), count: number(channels) })}
        </p>
      ) : null}
      {stale ? (
        <p className={styles.note}>{t("sample.asking")}</p>
      ) : (
        <KeyValue
          rows={[
            { key: "shape", label: t("sample.shape"), value: shapeText(output.shape) },
            { key: "min", label: t("sample.min"), value: figure(output.min) },
            { key: "max", label: t("sample.max"), value: figure(output.max) },
            { key: "mean", label: t("sample.mean"), value: figure(output.mean) },
          ]}
        />
      )}
      <Numbers output={output} stale={stale} />
    </>
  );
}

/** Stays unfolded from row to row, and is empty in between. */
function Numbers({ output, stale }: { readonly output: InspectedOutput; readonly stale: boolean }) {
  const { t } = useTranslation("model");
  const { significant, number } = useFormat();
  const [open, setOpen] = useState(false);
  const rest = output.shape.reduce((product, n) => product * n, 1) - mostNumbers;
  return (
    <details className={styles.numbers} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("sample.numbers")}</summary>
      {open && !stale ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key.
        <section className={styles.scroll} tabIndex={0} aria-label={t("sample.numbers")}>
          <table aria-label={t("sample.numbers")}>
            <thead>
              <tr>
                <th scope="col">{t("sample.place")}</th>
                <th scope="col">{t("sample.value")}</th>
              </tr>
            </thead>
            <tbody>
              {firstNumbers(output, mostNumbers).map(({ place, value }) => (
                <tr key={place}>
                  <th scope="row">{place}</th>
                  <td>{Number.isFinite(value) ? significant(value) : t("sample.notANumber")}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {rest > 0 ? <p className={styles.note}>{t("sample.rest", { count: number(rest) })}</p> : null}
        </section>
      ) : null}
    </details>
  );
}
