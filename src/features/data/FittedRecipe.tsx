/** @file The fitted recipe, line by line with its numbers: what every prediction and every exported program repeats. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import type { FittedFeature, FittedTarget } from "../../core/data/recipe.ts";
import type { RecipeConfig } from "../../core/data/types.ts";
import { useFormat } from "../../ui/format.ts";
import controls from "./controls.module.css";
import styles from "./FittedRecipe.module.css";
import { ForeignText } from "./ForeignText.tsx";
import { dateFigure, figure, spanOf } from "./figures.ts";
import { type RecipeFormat, type RecipeLine, recipeLine, targetFormula } from "./recipeLines.ts";
import { shorten } from "./shorten.ts";

type ImputeNumber = RecipeConfig["imputeNumber"];

interface FittedRecipeProps {
  readonly info: PreparedInfo;
  readonly imputeNumber: ImputeNumber;
}

/** More lines are drawn only where they are in sight. */
const virtualFrom = 60;

export function FittedRecipe({ info, imputeNumber }: FittedRecipeProps) {
  const { t } = useTranslation("data");
  const format = useFormat();
  const { recipe, counts, width } = info;
  const written: RecipeFormat = useMemo(
    () => ({
      number: (value) => figure(value, format),
      date: dateFigure,
      span: (ms) => {
        const { unit, count } = spanOf(ms);
        return t(`recipe.${unit}`, { count, n: figure(count, format) });
      },
    }),
    [format, t],
  );
  const { features } = recipe;
  return (
    <>
      <p className={controls.note}>{t("recipe.fitted", { rows: format.number(counts.train) })}</p>
      {features.length > virtualFrom ? (
        <LongList features={features} imputeNumber={imputeNumber} format={written} />
      ) : (
        <ul className={styles.list}>
          {features.map((feature) => (
            <Line key={feature.column} feature={feature} imputeNumber={imputeNumber} format={written} />
          ))}
        </ul>
      )}
      <p className={styles.width}>→ {t("recipe.inputs", { count: width, n: format.number(width) })}</p>
      <Target target={recipe.target} format={written} />
    </>
  );
}

interface LineProps {
  readonly feature: FittedFeature;
  readonly imputeNumber: ImputeNumber;
  readonly format: RecipeFormat;
}

function Line({ feature, imputeNumber, format }: LineProps) {
  return (
    <li className={styles.line}>
      <ForeignText text={feature.column} className={styles.column} />
      <Steps line={recipeLine(feature, imputeNumber, format)} />
    </li>
  );
}

function Steps({ line }: { readonly line: RecipeLine }) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  if (line.kind === "number") {
    const impute = t(line.impute.by === "median" ? "recipe.byMedian" : "recipe.byMean", { value: line.impute.value });
    return (
      <span className={styles.steps}>
        <span className={styles.impute}>{impute} → </span>
        {line.formula}
      </span>
    );
  }
  return (
    <span className={styles.steps}>
      <span className={styles.impute}>{t("recipe.missingIs", { value: shorten(line.impute, 24) })} → </span>
      {t("recipe.oneHot")}{" "}
      {line.values.map((value) => (
        <span key={value}>
          <bdi>{shorten(value, 24)}</bdi>
          {", "}
        </span>
      ))}
      {line.more === 0 ? null : `${t("recipe.more", { n: number(line.more) })}, `}
      <em>{t("recipe.unseen")}</em>
    </span>
  );
}

function Target({ target, format }: { readonly target: FittedTarget; readonly format: RecipeFormat }) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const shown = target.kind === "classes" ? target.classes.slice(0, 12) : [];
  const more = target.kind === "classes" ? target.classes.length - shown.length : 0;
  return (
    <div className={styles.line}>
      <ForeignText text={target.column} className={styles.column} />
      <span className={styles.steps}>
        <span className={styles.impute}>{t("recipe.targetRow")} → </span>
        {target.kind === "classes" ? (
          <>
            {shown.map((name, index) => (
              <span key={name}>
                {index === 0 ? "" : ", "}
                <bdi>{shorten(name, 24)}</bdi>
              </span>
            ))}
            {more === 0 ? null : `, ${t("recipe.more", { n: number(more) })}`}
          </>
        ) : (
          (targetFormula(target, format) ?? t("recipe.asIs"))
        )}
      </span>
    </div>
  );
}

type LongListProps = Omit<LineProps, "feature"> & { readonly features: readonly FittedFeature[] };

function LongList({ features, imputeNumber, format }: LongListProps) {
  const { t } = useTranslation("data");
  const scroll = useRef<HTMLElement>(null);
  const lines = useVirtualizer({
    count: features.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 44,
    overscan: 6,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroll} className={styles.long} aria-label={t("recipe.scroll")} tabIndex={0}>
      <ul className={styles.list} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, key, start }) => {
          const feature = features[index];
          return feature === undefined ? null : (
            <li
              key={key}
              ref={lines.measureElement}
              data-index={index}
              aria-setsize={features.length}
              aria-posinset={index + 1}
              className={`${styles.line} ${styles.placed}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <ForeignText text={feature.column} className={styles.column} />
              <Steps line={recipeLine(feature, imputeNumber, format)} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
