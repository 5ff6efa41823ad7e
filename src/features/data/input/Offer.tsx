/** @file One line where a table could enter the model in a better way than row by row: an offer, never done silently. */
import { useTranslation } from "react-i18next";
import { type ChoiceOf, offersSeries, textColumns } from "../../../core/data/inputChoice.ts";
import controls from "../controls.module.css";
import { shorten } from "../shorten.ts";
import type { Choose } from "./InputSection.tsx";
import styles from "./input.module.css";

interface OfferProps {
  readonly choice: ChoiceOf;
  readonly disabled: boolean;
  readonly onChoose: Choose;
}

export function Offer({ choice, disabled, onChoose }: OfferProps) {
  const { t } = useTranslation("input");
  const time = offersSeries(choice);
  // A column of the type "text" enters no model row by row; a category does.
  const text = textColumns(choice).find(({ type }) => type === "text");
  const kind = text !== undefined ? "text" : time !== null ? "sequence" : null;
  if (kind === null) return <p className={controls.note}>{t("kindHelp.columns")}</p>;
  const column = shorten((kind === "text" ? text?.name : time?.name) ?? "", 60);
  return (
    <div className={styles.offer}>
      <p className={controls.note}>{t(`offer.${kind}`, { column })}</p>
      <button
        type="button"
        className={`${controls.button} ${controls.small}`}
        disabled={disabled}
        onClick={() => onChoose(kind, choice)}
      >
        {t(`offer.${kind}Button`)}
      </button>
    </div>
  );
}
