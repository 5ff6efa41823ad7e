/**
 * @file A place to ask the model, through the run's own recipe and weights: a row filled in by hand, or a file. What else
 * a model may take (images, texts, windows of rows) has a form of its own.
 */
import { type FormEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FittedFeature } from "../../core/data/recipe.ts";
import type { Issue } from "../../core/issue.ts";
import type { Run } from "../../core/training/types.ts";
import { type RowAnswer, usePredictions } from "../../state/predict.ts";
import { useRun } from "../../state/run.ts";
import { useIssueText } from "../../ui/issueText.ts";
import { AnswerView } from "./AnswerView.tsx";
import { FeatureField } from "./FeatureField.tsx";
import { PredictFile } from "./PredictFile.tsx";
import styles from "./TryIt.module.css";
import { type FieldValue, rawRow, typicalRow } from "./tryItForm.ts";

const TryItImage = lazy(() => import("./TryItImage.tsx"));
const TryItText = lazy(() => import("./TryItText.tsx"));
const TryItSeries = lazy(() => import("./TryItSeries.tsx"));

/** Fields drawn before the rest is asked for: a table of pixels has hundreds of columns. */
const firstFields = 40;

interface TryItProps {
  readonly run: Run;
  /** The run has weights that may be trusted. */
  readonly usable: boolean;
}

export function TryIt({ run, usable }: TryItProps) {
  const { t } = useTranslation("evaluate");
  return (
    <section className={styles.panel} aria-labelledby="try-it">
      <h2 id="try-it" className={styles.title}>
        {t("tryIt.title")}
      </h2>
      {usable ? <Form run={run} /> : <p className={styles.hint}>{t("tryIt.cannot")}</p>}
    </section>
  );
}

/** Rows of a table are filled in. */
function Form({ run }: { readonly run: Run }) {
  const { features, window } = run.recipe;
  const [only, ...more] = features;
  const own = only === undefined || more.length > 0 || window !== null ? null : only;
  if (window === null && own?.type !== "image" && own?.type !== "text") return <TryItForm run={run} />;
  return (
    <Suspense fallback={null}>
      {window !== null ? <TryItSeries key={run.id} run={run} window={window} /> : null}
      {own?.type === "image" ? <TryItImage key={run.id} run={run} column={own.column} /> : null}
      {own?.type === "text" ? <TryItText key={run.id} run={run} feature={own} /> : null}
    </Suspense>
  );
}

function TryItForm({ run }: { readonly run: Run }) {
  const { t } = useTranslation("evaluate");
  const { features } = run.recipe;
  const [values, setValues] = useState(() => typicalRow(run.recipe));
  const answer = usePredictions((state) => (ofRun(state.row, run) ? state.row : null));
  const askRow = usePredictions((state) => state.askRow);
  const training = useRun(({ active }) => active.kind === "active");
  const row = rawRow(features, values);
  const fresh = answer !== null && answer.kind !== "none" && JSON.stringify(answer.row) === JSON.stringify(row);
  const issues = answer?.kind === "answered" && fresh ? answer.prediction.issues : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void askRow(run, row);
  };
  const change = (column: string, value: FieldValue) => setValues((now) => new Map(now).set(column, value));
  return (
    <>
      <p className={styles.hint}>{t("tryIt.intro")}</p>
      <form onSubmit={submit} className={styles.form}>
        <Fields features={features} values={values} issues={issues} onChange={change} />
        <div className={styles.buttons}>
          <button className="button primary" type="submit">
            {t("tryIt.predict")}
          </button>
          <button className="button" type="button" onClick={() => setValues(typicalRow(run.recipe))}>
            {t("tryIt.reset")}
          </button>
        </div>
        {training ? <p className={styles.hint}>{t("tryIt.busy")}</p> : null}
      </form>
      <div role="status" className={styles.answer}>
        {answer === null ? null : <AnswerView answer={answer} run={run} fresh={fresh} />}
      </div>
      <PredictFile run={run} />
    </>
  );
}

const ofRun = (answer: RowAnswer, run: Run): boolean => answer.kind !== "none" && answer.runId === run.id;

interface FieldsProps {
  readonly features: readonly FittedFeature[];
  readonly values: ReadonlyMap<string, FieldValue>;
  readonly issues: readonly Issue[];
  readonly onChange: (column: string, value: FieldValue) => void;
}

function Fields({ features, values, issues, onChange }: FieldsProps) {
  const { t } = useTranslation("evaluate");
  const { issueText } = useIssueText();
  const [all, setAll] = useState(false);
  const [filter, setFilter] = useState("");
  const many = features.length > firstFields;
  const wanted = filter.trim().toLowerCase();
  const found = wanted === "" ? features : features.filter(({ column }) => column.toLowerCase().includes(wanted));
  const shown = all ? found : found.slice(0, firstFields);
  return (
    <>
      {many ? (
        <input
          type="search"
          className={styles.filter}
          aria-label={t("tryIt.filter")}
          placeholder={t("tryIt.filter")}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      ) : null}
      <div className={features.length > 12 ? styles.pairs : undefined}>
        {shown.map((feature) => {
          const issue = issues.find(({ at }) => at.column === feature.column);
          return (
            <FeatureField
              key={feature.column}
              feature={feature}
              value={values.get(feature.column) ?? { kind: "missing" }}
              warning={issue === undefined ? null : issueText(issue)}
              onChange={(value) => onChange(feature.column, value)}
            />
          );
        })}
      </div>
      {shown.length < found.length ? (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {t("tryIt.more", { count: found.length })}
        </button>
      ) : null}
    </>
  );
}
