/** @file The picture of a row: asked for when it is drawn, and no longer once it is gone from sight. */
import { useEffect, useState } from "react";
import type { ImageInput } from "../../../core/data/types.ts";
import { isBlank, loadPicture, type Picture, pictureAtHand } from "../../../state/pictures.ts";
import { PixelCanvas } from "../../../ui/PixelCanvas.tsx";
import styles from "./images.module.css";

interface RowPictureProps {
  readonly datasetId: string;
  readonly row: number;
  readonly size: number;
  readonly as?: ImageInput;
  /** In its place where the row has no picture that can be shown. */
  readonly missing: string;
}

export function RowPicture({ datasetId, row, size, as, missing }: RowPictureProps) {
  // Two inputs that say the same are one picture.
  const prepared = as === undefined ? undefined : JSON.stringify(as);
  const key = `${datasetId} ${row} ${size} ${prepared}`;
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly picture: Picture | "failed" } | null>(null);
  const here = loaded?.key === key ? loaded.picture : pictureAtHand(queryOf());
  function queryOf() {
    const input = prepared === undefined ? undefined : (JSON.parse(prepared) as ImageInput);
    return { datasetId, row, size, ...(input === undefined ? {} : { as: input }) };
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says all that `queryOf` reads.
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    loadPicture(queryOf(), signal).then(
      (picture) => !signal.aborted && setLoaded({ key, picture }),
      // Why none can be shown is told once, by the card; each picture only says that it is not there.
      () => !signal.aborted && setLoaded({ key, picture: "failed" }),
    );
    return () => controller.abort();
  }, [key]);
  const shown = here === "failed" || (here !== null && isBlank(here)) ? null : here;
  if (here !== null && shown === null) return <span className={styles.missing}>{missing}</span>;
  return <PixelCanvas picture={shown} className={prepared === undefined ? styles.picture : styles.pixels} />;
}
