/** @file One class: its name to edit in place, how many images it has, some of them, and the ways to get more. */
import { Camera, ChevronLeft, ChevronRight, ImagePlus, Pencil, Trash2 } from "lucide-react";
import { type ClipboardEvent, type DragEvent, memo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DataSettings } from "../../../core/data/types.ts";
import { useClassBoard } from "../../../state/pictures.ts";
import { showToast } from "../../../state/toasts.ts";
import { chosenFiles, heldBy, type PlacedFile, walk } from "../../../ui/collectFiles.ts";
import { useFormat } from "../../../ui/format.ts";
import { useIssueText } from "../../../ui/issueText.ts";
import controls from "../controls.module.css";
import { shorten } from "../shorten.ts";
import { ClassName } from "./ClassName.tsx";
import styles from "./images.module.css";
import { Thumbnails } from "./Thumbnails.tsx";
import type { ClassActions } from "./useClassActions.ts";
import { type PageState, useClassPage } from "./useClassPage.ts";

/** Lines of images in a card that was opened. */
const openLines = 8;

export type Card =
  | { readonly kind: "class"; readonly name: string }
  /** Rows without a class. */
  | { readonly kind: "none" }
  | { readonly kind: "leftOut"; readonly rows: readonly number[] };

interface ClassCardProps {
  readonly card: Card;
  readonly datasetId: string | null;
  readonly data: DataSettings;
  readonly names: readonly string[];
  /** Images in a line. */
  readonly columns: number;
  readonly actions: ClassActions;
  readonly focusName: boolean;
  readonly disabled: boolean;
}

export const ClassCard = memo(function ClassCard(props: ClassCardProps) {
  const { card, names, actions, disabled, focusName } = props;
  const { t } = useTranslation("images");
  const pages = usePages(props);
  const title = card.kind === "class" ? card.name : t(`classes.${card.kind}`);
  const drop = useDropInto(card.kind === "class" && !disabled ? card.name : null, actions);
  const total = pages.state.kind === "ready" ? pages.state.page.total : null;
  return (
    <fieldset className={styles.card} aria-label={shorten(title, 200)} {...drop.listeners}>
      <div className={styles.head}>
        {card.kind === "class" ? (
          <ClassName
            name={card.name}
            focus={focusName}
            disabled={disabled}
            onRename={(to) => actions.rename(card.name, to, names)}
          />
        ) : (
          <span className={styles.title}>{title}</span>
        )}
        <Count total={total} />
        {total !== null && total > props.columns ? <More pages={pages} /> : null}
        {card.kind === "class" ? <Adding {...props} name={card.name} filled={total !== 0} /> : null}
      </div>
      {card.kind === "class" ? null : <p className={controls.note}>{t(`classes.${card.kind}Hint`)}</p>}
      <Body {...props} title={title} pages={pages} />
      {drop.over && card.kind === "class" ? (
        <div className={styles.over} aria-hidden="true">
          {t("classes.dropHere", { name: shorten(card.name, 60) })}
        </div>
      ) : null}
    </fieldset>
  );
});

interface Pages {
  readonly state: PageState;
  readonly start: number;
  readonly size: number;
  readonly open: boolean;
  readonly setStart: (start: number) => void;
  readonly setOpen: (open: boolean) => void;
}

function usePages({ card, datasetId, data, columns }: ClassCardProps): Pages {
  const [open, setOpen] = useState(false);
  const [start, setStart] = useState(0);
  const size = open ? columns * openLines : columns;
  const known = card.kind === "leftOut" ? card.rows : null;
  const asked = useClassPage({
    datasetId: known === null ? datasetId : null,
    data,
    value: card.kind === "class" ? card.name : null,
    start,
    count: size,
  });
  const state: PageState =
    known === null ? asked : { kind: "ready", page: { total: known.length, rows: known.slice(start, start + size) } };
  // Images that left the class may leave a page beyond its end.
  if (state.kind === "ready" && start > 0 && start >= state.page.total) setStart(0);
  const close = (next: boolean) => {
    setOpen(next);
    setStart(0);
  };
  return { state, start, size, open, setStart, setOpen: close };
}

function Count({ total }: { readonly total: number | null }) {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  return (
    <span className={styles.count}>
      {total === null ? t("classes.counting") : t("classes.images", { count: total, n: number(total) })}
    </span>
  );
}

function Adding({
  name,
  filled,
  actions,
  disabled,
}: ClassCardProps & { readonly name: string; readonly filled: boolean }) {
  const { t } = useTranslation("images");
  const open = useClassBoard((state) => state.open);
  const input = useRef<HTMLInputElement>(null);
  const button = `${controls.button} ${controls.small}`;
  return (
    <div className={styles.buttons}>
      <button type="button" className={button} disabled={disabled} onClick={() => input.current?.click()}>
        <ImagePlus size={14} aria-hidden="true" />
        {t("classes.add")}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={(event) => {
          const files = chosenFiles(event.currentTarget.files);
          event.currentTarget.value = "";
          void actions.add(files.map(named), name);
        }}
      />
      <button type="button" className={button} disabled={disabled} onClick={() => open({ how: "camera", name })}>
        <Camera size={14} aria-hidden="true" />
        {t("classes.camera")}
      </button>
      <button type="button" className={button} disabled={disabled} onClick={() => open({ how: "draw", name })}>
        <Pencil size={14} aria-hidden="true" />
        {t("classes.draw")}
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t("classes.removeOf", { name: shorten(name, 200) })}
        title={t("classes.remove")}
        disabled={disabled}
        onClick={() => actions.remove(name, filled)}
      >
        <Trash2 size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

const named = ({ file, path }: PlacedFile) => ({ file, name: path });

function Body({ title, pages, ...props }: ClassCardProps & { readonly title: string; readonly pages: Pages }) {
  const { datasetId, columns, actions } = props;
  const { t } = useTranslation("images");
  const { faultText } = useIssueText();
  const selected = useClassBoard((state) => state.selected);
  const select = useClassBoard((state) => state.select);
  const { state } = pages;
  if (state.kind === "failed") {
    return (
      <p className={styles.failed} role="alert">
        {t("classes.failed", { reason: faultText(state.fault) })}
      </p>
    );
  }
  if (state.kind === "loading" || datasetId === null || state.page.total === 0) {
    return <p className={styles.placeholder}>{state.kind === "loading" ? null : t("classes.empty")}</p>;
  }
  return (
    <>
      <Thumbnails
        label={t("classes.thumbs", { name: shorten(title, 200) })}
        datasetId={datasetId}
        rows={state.page.rows}
        columns={columns}
        selected={selected}
        onSelect={select}
        onLeaveOut={actions.leaveOut}
      />
      <Paging pages={pages} total={state.page.total} />
    </>
  );
}

function More({ pages }: { readonly pages: Pages }) {
  const { t } = useTranslation("images");
  const { open, setOpen } = pages;
  return (
    <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
      {t(open ? "classes.less" : "classes.more")}
    </button>
  );
}

function Paging({ pages, total }: { readonly pages: Pages; readonly total: number }) {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const { open, start, size, setStart } = pages;
  if (!open || total <= size) return null;
  const to = Math.min(total, start + size);
  return (
    <div className={styles.paging}>
      <button
        type="button"
        className="icon-button"
        aria-label={t("classes.previous")}
        disabled={start === 0}
        onClick={() => setStart(Math.max(0, start - size))}
      >
        <ChevronLeft size={14} aria-hidden="true" />
      </button>
      <span className={styles.count}>
        {t("classes.page", { from: number(start + 1), to: number(to), total: number(total) })}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={t("classes.next")}
        disabled={to >= total}
        onClick={() => setStart(start + size)}
      >
        <ChevronRight size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

/** Files dropped or pasted into a card go to its class; the page's own taking of files stands back. */
function useDropInto(name: string | null, actions: ClassActions) {
  const { t } = useTranslation("images");
  const [over, setOver] = useState(false);
  if (name === null) return { over: false, listeners: {} };
  const take = async (transfer: DataTransfer) => {
    const { files } = await walk(heldBy(transfer));
    if (files.length === 0) return showToast({ kind: "problem", text: t("classes.notImages") });
    await actions.add(files.map(named), name);
  };
  const hasFiles = (transfer: DataTransfer) => transfer.types.includes("Files");
  const listeners = {
    onDragOver: (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      void take(event.dataTransfer);
    },
    onPaste: (event: ClipboardEvent) => {
      if (event.clipboardData.files.length === 0) return;
      event.preventDefault();
      void take(event.clipboardData);
    },
  };
  return { over, listeners };
}
