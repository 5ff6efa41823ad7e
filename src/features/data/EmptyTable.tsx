/** @file The step before there are data: what belongs here, by an example, and the ways to begin. */
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { samples } from "../../core/data/samples.ts";
import { useClassBoard } from "../../state/pictures.ts";
import { useProject } from "../../state/project.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import controls from "./controls.module.css";
import styles from "./EmptyTable.module.css";
import { takeSample } from "./sources.ts";

const ClassBoard = lazy(() => import("./images/ClassBoard.tsx"));

interface EmptyTableProps {
  /** The project's table is no longer stored: it is asked for again. */
  readonly lost: boolean;
  readonly onChoose: () => void;
  readonly disabled: boolean;
}

export function EmptyTable({ lost, onChoose, disabled }: EmptyTableProps) {
  const { t } = useTranslation(["data", "images"]);
  const started = useStarted();
  const sample = samples[0];
  const choose = (
    <button type="button" className={`${controls.button} ${controls.primary}`} disabled={disabled} onClick={onChoose}>
      {t("source.choose")}
    </button>
  );
  if (lost) return <EmptyState title={t("empty.lostTitle")} text={t("empty.lostText")} action={choose} />;
  if (started) {
    return (
      <Suspense fallback={null}>
        <ClassBoard />
      </Suspense>
    );
  }
  const makeClasses = () => {
    const id = useProject.getState().project?.id;
    const names = [1, 2].map((n) => t("images:classes.newName", { n }));
    if (id !== undefined) useClassBoard.getState().start(id, names);
  };
  const action = (
    <>
      {choose}
      <button type="button" className={controls.button} disabled={disabled} onClick={makeClasses}>
        {t("images:source.make")}
      </button>
      {sample === undefined ? null : (
        <button type="button" className={controls.button} disabled={disabled} onClick={() => void takeSample(sample)}>
          {t("empty.sample", { sample: t(sample.title) })}
        </button>
      )}
    </>
  );
  return (
    <div className={styles.empty}>
      <Example />
      <div>
        <EmptyState title={t("images:empty.title")} text={t("images:empty.text")} action={action} />
      </div>
    </div>
  );
}

/** Whether this project's classes are being filled before there are data. */
function useStarted(): boolean {
  const id = useProject((state) => state.project?.id);
  return useClassBoard((state) => state.started && state.projectId === id);
}

/** Drawn, not data: nothing to read out but its caption. */
function Example() {
  const { t } = useTranslation("data");
  return (
    <svg className={styles.example} viewBox="0 0 300 132" role="img" aria-label={t("empty.example")}>
      <rect x={204} y={22} width={84} height={104} rx={8} className={styles.predict} />
      <text x={102} y={12}>
        {t("empty.known")}
      </text>
      <text x={246} y={12} className={styles.predictText}>
        {t("empty.predict")}
      </text>
      {[0, 1, 2, 3].map((row) => (
        <g key={row}>
          {[0, 1, 2].map((column) => (
            <rect
              key={column}
              x={12 + column * 64}
              y={30 + row * 24}
              width={row === 0 ? 52 : 30 + ((row * 17 + column * 23) % 24)}
              height={row === 0 ? 8 : 7}
              rx={3}
              className={row === 0 ? styles.head : styles.cell}
            />
          ))}
          <rect
            x={216}
            y={30 + row * 24}
            width={row === 0 ? 52 : 44}
            height={row === 0 ? 8 : 7}
            rx={3}
            className={row === 0 ? styles.headTarget : [styles.classA, styles.classB, styles.classA][row - 1]}
          />
          {row === 3 ? null : (
            <line x1={12} x2={192} y1={45.5 + row * 24} y2={45.5 + row * 24} className={styles.line} />
          )}
        </g>
      ))}
    </svg>
  );
}
