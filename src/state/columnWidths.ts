/** @file How wide the side columns of each step are on this device, where the user has dragged them. In local storage. */
import { useCallback } from "react";
import { create } from "zustand";
import { type Step, steps } from "../core/project/types.ts";
import { readSetting, writeSetting } from "./settings.ts";

const sides = ["left", "right"] as const;
type Side = (typeof sides)[number];

/** Pixels; a column that is not named has the width of its step's design. */
type Widths = Readonly<Partial<Record<`${Step}.${Side}`, number>>>;

/** What an older studio, or a hand, has left there is taken only where it is a width. */
function parseWidths(text: string | null): Widths {
  if (text === null) return {};
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    console.warn("The widths of the columns cannot be read.", error);
    return {};
  }
  if (typeof found !== "object" || found === null) return {};
  const given = new Map<string, unknown>(Object.entries(found));
  const widths: Partial<Record<`${Step}.${Side}`, number>> = {};
  for (const step of steps) {
    for (const side of sides) {
      const width = given.get(`${step}.${side}`);
      if (typeof width === "number" && width > 0) widths[`${step}.${side}`] = width;
    }
  }
  return widths;
}

const useWidths = create<{ readonly widths: Widths }>()(() => ({ widths: parseWidths(readSetting("columns")) }));

/** The kept widths of a step's side columns, and how a new one is kept; null goes back to the design's. */
export function useColumnWidths(step: Step) {
  const left = useWidths(({ widths }) => widths[`${step}.left`] ?? null);
  const right = useWidths(({ widths }) => widths[`${step}.right`] ?? null);
  const onWidth = useCallback(
    (side: Side, width: number | null) => {
      const { [`${step}.${side}` as const]: _, ...others } = useWidths.getState().widths;
      const widths: Widths = width === null ? others : { ...others, [`${step}.${side}`]: width };
      useWidths.setState({ widths });
      writeSetting("columns", JSON.stringify(widths));
    },
    [step],
  );
  return { step, widths: { left, right }, onWidth };
}
