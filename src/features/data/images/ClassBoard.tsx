/**
 * @file Images sorted into classes: a card a class, one for images without a class, one for those left out. Past a number
 * of cards only those in sight are drawn; a card holds one page of images, so that 100,000 of them cost no more than 100.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { Plus } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTask } from "../../../state/derived.ts";
import { useClassBoard } from "../../../state/pictures.ts";
import { useProject } from "../../../state/project.ts";
import { useFormat } from "../../../ui/format.ts";
import { Section } from "../../../ui/Section.tsx";
import controls from "../controls.module.css";
import { type Card, ClassCard } from "./ClassCard.tsx";
import { freeName } from "./classNames.ts";
import styles from "./images.module.css";
import { SelectionBar } from "./SelectionBar.tsx";
import { thumbSide } from "./Thumbnails.tsx";
import { useClassActions } from "./useClassActions.ts";
import { useClassNames } from "./useClassNames.ts";
import { useClassPage } from "./useClassPage.ts";

/** More cards than this are drawn only where they are in sight. */
const virtualFrom = 16;
const cardHeight = 126;
/** Between images, as the style sheet has it. */
const thumbGap = 6;
/** Around the images of a card, with its border, as the style sheet has it. */
const cardPadding = 26;

export default function ClassBoard() {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const task = useTask();
  const project = useProject((state) => state.project);
  const disabled = useProject((state) => state.readOnly);
  const actions = useClassActions();
  const { names, cards, datasetId, data } = useCards();
  const board = useRef<HTMLFieldSetElement>(null);
  const columns = useColumnCount(board);
  const [fresh, setFresh] = useState<string | null>(null);
  const showProject = useClassBoard((state) => state.show);
  useEffect(() => {
    if (project !== null) showProject(project);
  }, [project, showProject]);
  if (task === "regression") return <p className={controls.note}>{t("classes.numberTarget")}</p>;
  const newClass = () => {
    const name = freeName(names, (n) => t("classes.newName", { n: number(n) }));
    useClassBoard.getState().add(name);
    setFresh(name);
  };
  const add = (
    <button type="button" className={`${controls.button} ${controls.small}`} disabled={disabled} onClick={newClass}>
      <Plus size={14} aria-hidden="true" />
      {t("classes.newClass")}
    </button>
  );
  return (
    // As high as its cards, whatever the column it stands in makes of its last part.
    <div style={{ minHeight: "auto" }}>
      <Section
        title={t("classes.title")}
        frame="card"
        aside={
          <span className={styles.aside}>
            <span className={controls.note}>
              {t("classes.count", { count: names.length, n: number(names.length) })}
            </span>
            {add}
          </span>
        }
      >
        <fieldset
          ref={board}
          className={cards.length > virtualFrom ? `${styles.cards} ${styles.long}` : styles.cards}
          aria-label={t("classes.title")}
          // What scrolls must be reachable by keyboard.
          tabIndex={cards.length > virtualFrom ? 0 : undefined}
        >
          <Cards board={board} cards={cards} shownLast={fresh}>
            {(card) => (
              <ClassCard
                card={card}
                datasetId={datasetId}
                data={data}
                names={names}
                columns={columns}
                actions={actions}
                focusName={card.kind === "class" && card.name === fresh}
                disabled={disabled}
              />
            )}
          </Cards>
        </fieldset>
        <SelectionBar names={names} data={data} actions={actions} disabled={disabled} />
      </Section>
    </div>
  );
}

/** The cards in their order, and what each of them needs. */
function useCards() {
  const { names, datasetId, data } = useClassNames();
  const without = useClassPage({ datasetId, data, value: null, start: 0, count: 1 });
  const leftOut = Object.entries(data.rows).flatMap(([row, name]) => (name === null ? [Number(row)] : []));
  const cards: readonly Card[] = [
    ...names.map((name) => ({ kind: "class", name }) as const),
    ...(without.kind === "ready" && without.page.total > 0 ? [{ kind: "none" } as const] : []),
    ...(leftOut.length > 0 ? [{ kind: "leftOut", rows: leftOut.sort((a, b) => a - b) } as const] : []),
  ];
  return { names, cards, datasetId, data };
}

/** How many images stand in a line. */
function useColumnCount(board: { readonly current: HTMLElement | null }): number {
  const [columns, setColumns] = useState(8);
  useEffect(() => {
    const element = board.current;
    if (element === null) return;
    const measure = () => {
      const room = element.clientWidth - cardPadding;
      setColumns(Math.max(1, Math.floor((room + thumbGap) / (thumbSide + thumbGap))));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [board]);
  return columns;
}

const keyOf = (card: Card): string => (card.kind === "class" ? `class ${card.name}` : card.kind);

interface CardsProps {
  readonly board: { readonly current: HTMLElement | null };
  readonly cards: readonly Card[];
  /** A class that was just made comes into sight. */
  readonly shownLast: string | null;
  readonly children: (card: Card) => ReactNode;
}

function Cards({ board, cards, shownLast, children }: CardsProps) {
  const lines = useVirtualizer({
    count: cards.length,
    getScrollElement: () => board.current,
    estimateSize: () => cardHeight,
    getItemKey: (index) => {
      const card = cards[index];
      return card === undefined ? index : keyOf(card);
    },
    overscan: 3,
    enabled: cards.length > virtualFrom,
  });
  const wanted = cards.findIndex((card) => card.kind === "class" && card.name === shownLast);
  useEffect(() => {
    if (wanted >= 0 && cards.length > virtualFrom) lines.scrollToIndex(wanted, { align: "end" });
  }, [wanted, cards.length, lines]);
  if (cards.length <= virtualFrom) {
    return cards.map((card) => <div key={keyOf(card)}>{children(card)}</div>);
  }
  return (
    <div style={{ position: "relative", height: lines.getTotalSize() }}>
      {lines.getVirtualItems().map(({ index, key, start }) => {
        const card = cards[index];
        if (card === undefined) return null;
        return (
          <div key={key} ref={lines.measureElement} data-index={index} className={styles.line} style={{ top: start }}>
            {children(card)}
          </div>
        );
      })}
    </div>
  );
}
