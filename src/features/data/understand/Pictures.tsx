/** @file What is understood of images: the mean image of each class, and groups of images that are the same or nearly so. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImageFigures } from "../../../core/data/analysis.ts";
import { loadPicture, type Picture } from "../../../state/pictures.ts";
import { useFormat } from "../../../ui/format.ts";
import { PixelCanvas } from "../../../ui/PixelCanvas.tsx";
import { Section } from "../../../ui/Section.tsx";
import controls from "../controls.module.css";
import { ForeignText } from "../ForeignText.tsx";
import styles from "./Pictures.module.css";

const shownMeans = 60;
const shownGroups = 12;
const shownInGroup = 8;
const thumbnailSize = 56;

interface PicturesProps {
  readonly images: ImageFigures;
  readonly datasetId: string;
}

export function Pictures({ images, datasetId }: PicturesProps) {
  const { t } = useTranslation("understand");
  const { number } = useFormat();
  const { means, size, duplicates } = images;
  const { groups, rows } = duplicates;
  return (
    <>
      <Section title={t("pictures.means")} frame="card">
        <ul className={styles.means}>
          {means.slice(0, shownMeans).map(({ name, rgba }) => (
            <li key={name}>
              <PixelCanvas
                picture={{ width: size, height: size, rgba }}
                className={styles.mean ?? ""}
                label={name === "" ? t("pictures.meanOfAll") : t("pictures.meanOf", { name })}
              />
              <ForeignText text={name === "" ? t("pictures.all") : name} className={styles.name ?? ""} />
            </li>
          ))}
        </ul>
        {means.length > shownMeans ? (
          <p className={controls.note}>{t("pictures.moreClasses", { n: number(means.length - shownMeans) })}</p>
        ) : null}
      </Section>
      <Section title={t("pictures.alike")} frame="card">
        {groups.length === 0 ? <p className={controls.note}>{t("pictures.noneAlike")}</p> : null}
        {groups.length === 0 ? null : <p className={styles.intro}>{t("pictures.alikeIntro", { n: number(rows) })}</p>}
        <ul className={styles.groups}>
          {groups.slice(0, shownGroups).map((group, i) => (
            <li key={group.join(" ")} className={styles.group} aria-label={t("pictures.group", { n: number(i + 1) })}>
              {group.slice(0, shownInGroup).map((row) => (
                <Thumbnail key={row} datasetId={datasetId} row={row} />
              ))}
              {group.length > shownInGroup ? (
                <span className={controls.note}>{t("pictures.more", { n: number(group.length - shownInGroup) })}</span>
              ) : null}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function Thumbnail({ datasetId, row }: { readonly datasetId: string; readonly row: number }) {
  const { t } = useTranslation("understand");
  const { number } = useFormat();
  const [picture, setPicture] = useState<Picture | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    loadPicture({ datasetId, row, size: thumbnailSize }, controller.signal).then(
      (loaded) => {
        if (!controller.signal.aborted) setPicture(loaded);
      },
      // It stays an empty place: the worker's own trouble is told where it is asked for work.
      () => setPicture(null),
    );
    return () => controller.abort();
  }, [datasetId, row]);
  const label = t("pictures.row", { n: number(row + 1) });
  return (
    <span className={styles.tile} title={label}>
      <PixelCanvas picture={picture} className={styles.thumbnail ?? ""} label={label} />
    </span>
  );
}
