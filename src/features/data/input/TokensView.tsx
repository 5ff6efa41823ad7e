/** @file Some texts as the model gets them: token by token with its number, unknown ones marked, and how well the whole fits. */
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TextPreview, TextsPreview } from "../../../core/data/previews.ts";
import type { TextInput } from "../../../core/data/types.ts";
import { type PreviewQuery, previewTexts } from "../../../state/samplePreviews.ts";
import { useFormat } from "../../../ui/format.ts";
import { useIssueText } from "../../../ui/issueText.ts";
import controls from "../controls.module.css";
import styles from "./input.module.css";
import { usePreview } from "./usePreview.ts";

interface TokensViewProps {
  readonly input: TextInput;
  /** Of the table. */
  readonly rows: number;
  readonly disabled: boolean;
  readonly onLength: (length: number) => void;
}

const textsAtOnce = 3;
/** Of one text; more would push the next one out of sight. */
const tokensShown = 60;
/** Beside `unknownToken` of the tokenizer: 0 pads, 1 is unknown. */
const unknown = 1;

export function TokensView({ input, rows, disabled, onLength }: TokensViewProps) {
  const { t } = useTranslation("input");
  const { faultText } = useIssueText();
  const [first, setFirst] = useState(0);
  const shown = useMemo(
    () => Array.from({ length: Math.min(textsAtOnce, rows) }, (_, i) => (first + i) % rows),
    [first, rows],
  );
  const ask = useCallback((query: PreviewQuery, asked: readonly number[]) => previewTexts(query, asked), []);
  const preview = usePreview(ask, shown);
  if (preview.kind === "waiting") return <p className={controls.note}>{t("preview.pending")}</p>;
  if (preview.kind === "failed")
    return (
      <p className={styles.failed} role="alert">
        {faultText(preview.fault)}
      </p>
    );
  const { texts, ...fitted } = preview.value;
  return (
    <div className={styles.preview}>
      <Facts fitted={fitted} input={input} disabled={disabled} onLength={onLength} />
      <ul className={styles.texts} aria-label={t("tokens.title")}>
        {texts.map((text) => (
          <Tokens key={text.row} text={text} length={input.length} />
        ))}
      </ul>
      {rows <= textsAtOnce ? null : (
        <button
          type="button"
          className={`${controls.button} ${controls.small}`}
          onClick={() => setFirst((first + textsAtOnce) % rows)}
        >
          {t("tokens.others")}
        </button>
      )}
    </div>
  );
}

interface FactsProps extends Pick<TokensViewProps, "input" | "disabled" | "onLength"> {
  readonly fitted: Omit<TextsPreview, "texts">;
}

function Facts({ fitted, input, disabled, onLength }: FactsProps) {
  const { t } = useTranslation("input");
  const { number, percent } = useFormat();
  const [median, most, all] = fitted.lengths;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t("tokens.vocabulary")}</dt>
        <dd>{number(fitted.vocabulary)}</dd>
        <dt>{t("tokens.unknown")}</dt>
        <dd>{percent(fitted.unknown)}</dd>
        <dt>{t("tokens.lengths")}</dt>
        <dd>{t("tokens.lengthsOf", { median: number(median), most: number(most), all: number(all) })}</dd>
      </dl>
      {most === input.length || most === 0 ? null : (
        <button
          type="button"
          className={`${controls.button} ${controls.small}`}
          disabled={disabled}
          onClick={() => onLength(most)}
        >
          {t("tokens.useLength", { n: number(most) })}
        </button>
      )}
    </>
  );
}

function Tokens({ text, length }: { readonly text: TextPreview; readonly length: number }) {
  const { t } = useTranslation("input");
  const { number } = useFormat();
  const tokens = text.tokens.slice(0, tokensShown);
  return (
    <li className={styles.text}>
      <span className={styles.row}>{t("tokens.row", { n: number(text.row + 1) })}</span>
      {tokens.length === 0 ? <span className={controls.note}>{t("tokens.empty")}</span> : null}
      {tokens.map((token, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is nothing but its place in the text.
          key={i}
          className={token.id === unknown ? styles.unknown : styles.token}
          title={token.id === unknown ? t("tokens.unknownToken") : undefined}
        >
          <bdi>{token.text === " " ? "␣" : token.text.slice(0, 40)}</bdi>
          <small>{token.id === unknown ? "?" : token.id}</small>
        </span>
      ))}
      {text.tokens.length > tokens.length ? <span className={controls.note}>…</span> : null}
      {text.total > length ? (
        <span className={controls.note}>{t("tokens.cut", { n: number(text.total - length) })}</span>
      ) : null}
    </li>
  );
}
