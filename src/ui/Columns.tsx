/**
 * @file The columns of a step, with borders to drag: what there is to choose, the work, the details. Each column scrolls
 * by itself. Widths are kept in pixels, not as shares, so that a wider window gives its room to the work alone.
 */
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import {
  Group,
  type GroupProps,
  type Layout,
  Panel,
  type PanelImperativeHandle,
  Separator,
  usePanelRef,
} from "react-resizable-panels";
import styles from "./Columns.module.css";

const sideLimits = { min: 200, max: 460 };
const middleMin = 320;
/** Pixels that an arrow key moves a border. */
const keyStep = 16;
/** Windows up to here are narrow: of 1024 pixels the work keeps about half. */
const narrowWindow = 1200;

export interface SideColumn {
  readonly content: ReactNode;
  /** Pixels, as long as nobody has dragged the border. */
  readonly width: number;
  /** The same in a narrow window. */
  readonly narrowWidth?: number;
}

interface ColumnsProps {
  /** Names the parts in the page; a step has its own. */
  readonly step: string;
  readonly left?: SideColumn | null;
  readonly right?: SideColumn | null;
  readonly children: ReactNode;
  /** Windows up to this width show the parts one below the other. */
  readonly stackUpTo: number;
  /** Pixels the user has chosen; null where none were. */
  readonly widths: { readonly left: number | null; readonly right: number | null };
  readonly onWidth: (side: "left" | "right", width: number | null) => void;
}

export function Columns({ step, left = null, right = null, children, stackUpTo, widths, onWidth }: ColumnsProps) {
  const { t } = useTranslation("common");
  const stacked = useMedia(`(max-width: ${stackUpTo}px)`);
  const leftSide = useSide(left, widths.left);
  const rightSide = useSide(right, widths.right);
  const group = useRef<HTMLDivElement>(null);
  const last = useRef<Layout>({});
  const byKey = useRef(false);
  const keep: NonNullable<GroupProps["onLayoutChanged"]> = (layout, { isUserInteraction }) => {
    const room = (group.current?.clientWidth ?? 0) - (left === null ? 0 : 1) - (right === null ? 0 : 1);
    const before = last.current;
    last.current = layout;
    if (!isUserInteraction && !byKey.current) return;
    for (const name of ["left", "right"] as const) {
      // A border can push the column of the other one, too.
      const [was, now] = [before[`${step}-${name}`], layout[`${step}-${name}`]];
      if (now !== undefined && now !== was) onWidth(name, Math.round((now / 100) * room));
    }
  };
  const border = (name: "left" | "right", side: Side) => {
    const reset = () => {
      onWidth(name, null);
      side.panel.current?.resize(side.designed);
    };
    // The library's own step of a twentieth of the window is coarse, and nothing in it undoes a drag by keyboard.
    const onKey = (event: KeyboardEvent) => {
      const moved = { ArrowLeft: -keyStep, ArrowRight: keyStep }[event.key];
      if (event.key === "Enter") reset();
      else if (moved !== undefined) {
        byKey.current = true;
        const { panel } = side;
        const width = panel.current?.getSize().inPixels ?? side.width;
        panel.current?.resize(width + (name === "left" ? moved : -moved));
        byKey.current = false;
      } else return;
      event.preventDefault();
    };
    return <Border label={t(`columns.${name}`)} onReset={reset} onKey={onKey} />;
  };
  return (
    <Group
      className={styles.columns}
      style={stacked ? { height: "auto", overflow: "visible" } : {}}
      data-stacked={stacked || undefined}
      disabled={stacked}
      elementRef={group}
      onLayoutChanged={keep}
    >
      {left === null ? null : <SidePanel id={`${step}-left`} side={leftSide} content={left.content} />}
      {left === null || stacked ? null : border("left", leftSide)}
      <Panel id={`${step}-middle`} minSize={middleMin} className={styles.column} style={ownOverflow}>
        {children}
      </Panel>
      {right === null || stacked ? null : border("right", rightSide)}
      {right === null ? null : <SidePanel id={`${step}-right`} side={rightSide} content={right.content} />}
    </Group>
  );
}

/** Takes the library's own overflow away: the style sheet says what scrolls. */
const ownOverflow = { overflow: undefined };

interface Side {
  readonly panel: RefObject<PanelImperativeHandle | null>;
  readonly designed: number;
  readonly width: number;
}

function useSide(column: SideColumn | null, chosen: number | null): Side {
  const narrow = useMedia(`(max-width: ${narrowWindow}px)`);
  const panel = usePanelRef();
  const designed = (narrow ? column?.narrowWidth : undefined) ?? column?.width ?? 0;
  const width = chosen ?? designed;
  const before = useRef(designed);
  useEffect(() => {
    // The window became narrow or wide: a width that nobody has chosen follows the design.
    if (before.current !== designed && before.current !== 0 && chosen === null) panel.current?.resize(designed);
    before.current = designed;
  }, [designed, chosen, panel]);
  return { panel, designed, width };
}

function SidePanel({ id, side, content }: { readonly id: string; readonly side: Side; readonly content: ReactNode }) {
  return (
    <Panel
      id={id}
      panelRef={side.panel}
      defaultSize={side.width}
      minSize={sideLimits.min}
      maxSize={sideLimits.max}
      groupResizeBehavior="preserve-pixel-size"
      className={styles.column}
      style={ownOverflow}
    >
      {content}
    </Panel>
  );
}

interface BorderProps {
  readonly label: string;
  readonly onReset: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** The library's own double click goes back to the width at the start, which may be one the user had dragged. */
function Border({ label, onReset, onKey }: BorderProps) {
  return (
    <Separator
      className={styles.border}
      aria-label={label}
      disableDoubleClick
      onDoubleClick={onReset}
      // On the way down: the library listens on the element and leaves a key alone that was taken before.
      onKeyDownCapture={onKey}
    />
  );
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}
