/** @file What came of a question to the model: the prediction with what is to be said about it, or why there is none. */
import { useTranslation } from "react-i18next";
import { assertNever } from "../../core/fault.ts";
import type { Run } from "../../core/training/types.ts";
import type { RowAnswer } from "../../state/predict.ts";
import { IssueList } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import { PredictionView } from "./PredictionView.tsx";
import styles from "./TryIt.module.css";

interface AnswerViewProps {
  readonly answer: RowAnswer;
  readonly run: Run;
  /** It answers what is asked now; else the question changed since. */
  readonly fresh: boolean;
  /** "general": those of a column stand at its field. */
  readonly issues?: "general" | "all";
}

export function AnswerView({ answer, run, fresh, issues = "general" }: AnswerViewProps) {
  const { t } = useTranslation("evaluate");
  const { faultText } = useIssueText();
  switch (answer.kind) {
    case "none":
    case "asking":
      return null;
    case "failed":
      return <p className={styles.failed}>{faultText(answer.fault)}</p>;
    case "tooFew":
      return <p className={styles.failed}>{t("tryIt.series.noWindow", { length: run.recipe.window?.length ?? 1 })}</p>;
    case "answered": {
      const shown = answer.prediction.issues.filter(({ at }) => issues === "all" || at.column === undefined);
      return (
        <>
          <PredictionView prediction={answer.prediction} recipe={run.recipe} />
          {fresh ? null : <p className={styles.hint}>{t("tryIt.stale")}</p>}
          <IssueList issues={shown} label={t("tryIt.issues")} />
        </>
      );
    }
    default:
      return assertNever(answer);
  }
}
