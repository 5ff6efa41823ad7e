/**
 * @file The graph as Keras source, to read and to write: a plain text field over its own coloured text, line numbers with
 * the marks of problems beside it, the sentences below. The caret's layer is the selected one, and the other way round.
 */
import { useReactFlow } from "@xyflow/react";
import { Check, Copy, X } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { colouredLines } from "../../core/code/colours.ts";
import { maxCharacters } from "../../core/code/pythonTokens.ts";
import type { LineSpan } from "../../core/code/readSource.ts";
import type { Issue } from "../../core/issue.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { showToast } from "../../state/toasts.ts";
import { IssueLine } from "../../ui/IssueList.tsx";
import styles from "./CodePanel.module.css";
import { fitOptions } from "./canvasFit.ts";
import { type SourceDraft, useSourceDraft } from "./useSourceDraft.ts";

export function CodePanelEditor({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(["code", "common"]);
  const draft = useSourceDraft();
  const field = useRef<HTMLTextAreaElement>(null);
  useShowAll(draft);
  const edited = draft.state !== "live" && draft.state !== "noData" && draft.state !== "unwritable";
  return (
    <section className={styles.panel} aria-label={t("title")}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t("title")}</h2>
        <Status draft={draft} />
        {draft.state === "stale" && draft.reading.graph !== null ? (
          <button type="button" className={styles.tool} onClick={draft.applyAnyway}>
            {t("applyAnyway")}
          </button>
        ) : null}
        {edited ? (
          <button type="button" className={styles.tool} onClick={draft.discard}>
            {t("discard")}
          </button>
        ) : null}
        <CopyButton text={draft.text} />
        <button type="button" className={styles.icon} aria-label={t("close")} onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </button>
      </div>
      <Text draft={draft} field={field} />
      <Problems issues={draft.issues} onGo={(issue) => goTo(field.current, issue)} />
    </section>
  );
}

/** What was pasted may stand where nobody looks. */
function useShowAll({ state }: SourceDraft) {
  const nodes = useProject(({ project }) => project?.graph.nodes);
  const { fitView } = useReactFlow();
  const before = useRef(nodes);
  useEffect(() => {
    const known = new Set(before.current?.map(({ id, kind }) => `${kind} ${id}`));
    const added = (nodes ?? []).filter(({ id, kind }) => !known.has(`${kind} ${id}`)).length;
    const removed = known.size + added - (nodes?.length ?? 0);
    before.current = nodes;
    if (state !== "applied" || Math.max(added, removed) <= 1) return;
    // The canvas has the new places only after it has drawn once.
    const frame = requestAnimationFrame(() => void fitView(fitOptions));
    return () => cancelAnimationFrame(frame);
  }, [nodes, state, fitView]);
}

function Status({ draft: { state, issues } }: { readonly draft: SourceDraft }) {
  const { t } = useTranslation("code");
  const readOnly = useProject((project) => project.readOnly);
  const count = issues.filter(({ severity }) => severity === "error").length;
  const text = () => {
    if (readOnly) return t("readOnly");
    if (state === "refused") return t("problems", { count });
    if (state === "applied" && count > 0) return t("appliedProblems", { count });
    return state === "writing" ? t("waiting") : t(state);
  };
  const grave = state === "refused" || state === "stale" || (state === "applied" && count > 0);
  return (
    <p className={grave ? styles.refused : styles.status} role="status">
      {text()}
    </p>
  );
}

const copiedMs = 2000;

function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTranslation("code");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), copiedMs);
    return () => clearTimeout(timer);
  }, [copied]);
  function copy() {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => showToast({ kind: "problem", text: t("copyFailed") }),
    );
  }
  const Icon = copied ? Check : Copy;
  return (
    <button type="button" className={styles.tool} disabled={text === ""} onClick={copy}>
      <Icon size={13} aria-hidden="true" />
      {t(copied ? "copied" : "copy")}
    </button>
  );
}

interface TextProps {
  readonly draft: SourceDraft;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

function Text({ draft, field }: TextProps) {
  const { t } = useTranslation("code");
  const { text, reading, issues, write } = draft;
  const readOnly = useProject((state) => state.readOnly);
  const selected = useSession((state) => state.selectedNode);
  const span = selected === null ? undefined : reading.spans.get(selected);
  const lines = useMemo(() => colouredLines(text), [text]);
  const marked = useMemo(() => new Set(issues.filter(isError).map(({ at }) => at.line)), [issues]);
  const scroll = useRef<HTMLDivElement>(null);
  useShowSpan(scroll, field, span);

  function onCaret() {
    const { current } = field;
    if (current === null || document.activeElement !== current) return;
    const line = text.slice(0, current.selectionStart).split("\n").length;
    const at = [...reading.spans].find(([, { from, to }]) => line >= from && line <= to);
    if (at !== undefined && at[0] !== selected) useSession.getState().select(at[0]);
  }

  return (
    <div ref={scroll} className={styles.scroll}>
      <div className={styles.gutter} aria-hidden="true">
        {lines.map((_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its number and nothing else.
          <div key={i} className={gutterClass(i + 1, span, marked)}>
            {i + 1}
          </div>
        ))}
      </div>
      <div className={styles.page}>
        <pre className={styles.coloured} aria-hidden="true">
          {lines.map((pieces, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <div key={i} className={inSpan(i + 1, span) ? styles.current : undefined}>
              {pieces.length === 0 ? "\n" : null}
              {pieces.map(({ role, text: piece }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                <span key={at} className={styles[role]}>
                  {piece}
                </span>
              ))}
            </div>
          ))}
        </pre>
        <textarea
          ref={field}
          className={styles.field}
          aria-label={t("label")}
          aria-invalid={issues.some(isError)}
          value={text}
          placeholder={t("placeholder")}
          readOnly={readOnly}
          maxLength={maxCharacters}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          onChange={(event) => write(event.target.value)}
          onSelect={onCaret}
        />
      </div>
    </div>
  );
}

const isError = ({ severity }: Issue): boolean => severity === "error";
const inSpan = (line: number, span: LineSpan | undefined): boolean =>
  span !== undefined && line >= span.from && line <= span.to;

function gutterClass(line: number, span: LineSpan | undefined, marked: ReadonlySet<number | undefined>) {
  if (marked.has(line)) return styles.badLine;
  return inSpan(line, span) ? styles.currentLine : styles.line;
}

/** The height of a line in pixels, as the style sheet has it. */
const lineHeight = 19;

/** A layer chosen elsewhere is scrolled to; while someone writes, the text stays where it is. */
function useShowSpan(
  scroll: RefObject<HTMLDivElement | null>,
  field: RefObject<HTMLTextAreaElement | null>,
  span: LineSpan | undefined,
) {
  const from = span?.from;
  useEffect(() => {
    const { current } = scroll;
    if (from === undefined || current === null || document.activeElement === field.current) return;
    const top = (from - 1) * lineHeight;
    if (top >= current.scrollTop && top + 2 * lineHeight <= current.scrollTop + current.clientHeight) return;
    current.scrollTop = Math.max(0, top - current.clientHeight / 3);
  }, [from, scroll, field]);
}

function Problems({ issues, onGo }: { readonly issues: readonly Issue[]; readonly onGo: (issue: Issue) => void }) {
  const { t } = useTranslation("code");
  if (issues.length === 0) return null;
  return (
    <ul className={styles.problems} aria-label={t("issues")}>
      {issues.map((issue, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: issues have no identity of their own.
        <li key={i}>
          <IssueLine
            issue={issue}
            place={
              issue.at.line === undefined ? null : (
                <button type="button" className={styles.place} onClick={() => onGo(issue)}>
                  {t("line", { line: issue.at.line })}
                </button>
              )
            }
          />
        </li>
      ))}
    </ul>
  );
}

/** Puts the caret where the issue stands. */
function goTo(field: HTMLTextAreaElement | null, { at }: Issue): void {
  if (field === null || at.line === undefined) return;
  const before = field.value.split("\n").slice(0, at.line - 1);
  const caret = before.reduce((sum, line) => sum + line.length + 1, 0) + (at.character ?? 1) - 1;
  field.focus();
  field.setSelectionRange(caret, caret);
}
