/** @file The fitted recipe, line by line with its numbers: what every prediction and every exported program repeats. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import {
  type DatePart,
  dateParts,
  type FittedFeature,
  type FittedTarget,
  recipeWidth,
} from "../../core/data/recipe.ts";
import type { Issue } from "../../core/issue.ts";
import { useFormat } from "../../ui/format.ts";
import controls from "./controls.module.css";
import styles from "./FittedRecipe.module.css";
import { ForeignText } from "./ForeignText.tsx";
import { dateFigure, figure, spanOf } from "./figures.ts";
import { type RecipeFormat, recipeLines, targetLines } from "./recipeLines.ts";
import { shorten } from "./shorten.ts";

/** More lines are drawn only where they are in sight. */
const virtualFrom = 60;

/** How formulas are written in the language shown. */
function useRecipeFormat(): RecipeFormat {
  const { t } = useTranslation("recipe");
  const format = useFormat();
  return useMemo(() => {
    const number = (value: number) => figure(value, format);
    const parts = dateParts.map((part) => [part, t(`fitted.parts.${part}`)] as const);
    return {
      number,
      date: dateFigure,
      span: (ms) => {
        const { unit, count } = spanOf(ms);
        return t(`fitted.${unit}`, { count, n: number(count) });
      },
      words: {
        missing: (value) => t("fitted.missing", { value }),
        indicator: t("fitted.indicator"),
        clip: (low, high) => t("fitted.clip", { low, high }),
        bin: (edges) => t("fitted.bin", { edges }),
        binOneHot: (edges) => t("fitted.binOneHot", { edges }),
        ordinal: t("fitted.ordinal"),
        unseenOrdinal: t("fitted.unseenOrdinal"),
        oneHot: t("fitted.oneHot"),
        unseen: t("fitted.unseen"),
        hash: (n) => t("fitted.hash", { n }),
        tokens: (n, vocabulary) => t("fitted.tokens", { n, vocabulary }),
        pixels: (height, width, channels) => t("fitted.pixels", { height, width, channels }),
        part: Object.fromEntries(parts) as Record<DatePart, string>,
        circle: (part) => t("fitted.circle", { part }),
        more: (n) => t("fitted.more", { n }),
        asIs: t("fitted.asIs"),
      },
    };
  }, [format, t]);
}

export function FittedRecipe({ info }: { readonly info: PreparedInfo }) {
  const { t } = useTranslation("recipe");
  const { number } = useFormat();
  const format = useRecipeFormat();
  const { recipe, counts, inputShape, issues } = info;
  const { features } = recipe;
  const width = recipeWidth(recipe);
  return (
    <>
      <p className={controls.note}>{t("fitted.rows", { rows: number(counts.train) })}</p>
      {features.length > virtualFrom ? (
        <LongList features={features} format={format} />
      ) : (
        <ul className={styles.list}>
          {features.map((feature) => (
            <li key={feature.column} className={styles.line}>
              <Feature feature={feature} format={format} />
            </li>
          ))}
        </ul>
      )}
      <p className={styles.width}>
        → {t("fitted.inputs", { count: width, n: number(width) })}
        {inputShape.length > 1 ? `, ${t("fitted.shape", { shape: inputShape.join(" × ") })}` : null}
      </p>
      <LeftOut issues={issues} />
      <Target target={recipe.target} format={format} />
    </>
  );
}

interface FeatureProps {
  readonly feature: FittedFeature;
  readonly format: RecipeFormat;
}

function Feature({ feature, format }: FeatureProps) {
  return (
    <>
      <ForeignText text={feature.column} className={styles.column} />
      <span className={styles.steps}>
        {recipeLines(feature, format).map(({ text, values = [], rest }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: operations have no identity but their place.
          <span key={index} className={index === 0 ? undefined : styles.next}>
            {text}{" "}
            {values.map((value) => (
              <span key={value}>
                <bdi>{value}</bdi>
                {", "}
              </span>
            ))}
            {rest === undefined ? null : <em>{rest}</em>}
          </span>
        ))}
      </span>
    </>
  );
}

/** Columns that the choice of columns took away, each with the score that decided. */
const shownLeftOut = 30;

function LeftOut({ issues }: { readonly issues: readonly Issue[] }) {
  const { t } = useTranslation("recipe");
  const format = useFormat();
  const left = issues.filter((issue) => issue.code === "featureLeftOut");
  if (left.length === 0) return null;
  return (
    <div className={styles.line}>
      <span className={styles.leftOut}>{t("fitted.leftOut")}</span>
      <ul className={styles.plain}>
        {left.slice(0, shownLeftOut).map(({ context }) => (
          <li key={context.column} className={styles.out}>
            <ForeignText text={context.column} />
            <span className={styles.score}>
              {t("fitted.leftOutScore", {
                method: t(`steps.selectFeatures.options.method.${context.method}`),
                score: format.significant(context.score, 3),
                limit: format.significant(context.limit, 3),
              })}
            </span>
          </li>
        ))}
      </ul>
      {left.length > shownLeftOut ? (
        <p className={controls.note}>{t("fitted.more", { n: format.number(left.length - shownLeftOut) })}</p>
      ) : null}
    </div>
  );
}

/** Classes written out; the rest is counted. */
const shownClasses = 12;

function Target({ target, format }: { readonly target: FittedTarget; readonly format: RecipeFormat }) {
  const { t } = useTranslation("recipe");
  const { number } = useFormat();
  if (target.kind !== "classes") {
    return targetLines(target, format).map(({ column, text }) => (
      <div key={column} className={styles.line}>
        <ForeignText text={column} className={styles.column} />
        <span className={styles.steps}>
          <span className={styles.role}>{t("fitted.target")} → </span>
          {text}
        </span>
      </div>
    ));
  }
  const shown = target.classes.slice(0, shownClasses);
  const more = target.classes.length - shown.length;
  return (
    <div className={styles.line}>
      <ForeignText text={target.column} className={styles.column} />
      <span className={styles.steps}>
        <span className={styles.role}>{t("fitted.target")} → </span>
        {shown.map((name, index) => (
          <span key={name}>
            {index === 0 ? "" : ", "}
            <bdi>{shorten(name, 24)}</bdi>
          </span>
        ))}
        {more === 0 ? null : `, ${t("fitted.more", { n: number(more) })}`}
      </span>
    </div>
  );
}

interface LongListProps {
  readonly features: readonly FittedFeature[];
  readonly format: RecipeFormat;
}

function LongList({ features, format }: LongListProps) {
  const { t } = useTranslation("recipe");
  const scroll = useRef<HTMLElement>(null);
  const lines = useVirtualizer({
    count: features.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 44,
    overscan: 6,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroll} className={styles.long} aria-label={t("fitted.scroll")} tabIndex={0}>
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
              <Feature feature={feature} format={format} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
