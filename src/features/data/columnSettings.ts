/** @file What the user has said about a column. Names come from files: `__proto__` is an ordinary one. */
import { entersModel } from "../../core/data/recipe.ts";
import type { ColumnSetting, ColumnSummary } from "../../core/data/types.ts";

type Settings = Readonly<Record<string, ColumnSetting>>;

export const isDropped = (settings: Settings, name: string): boolean =>
  Object.hasOwn(settings, name) && settings[name]?.dropped === true;

/** How many columns the model is given. */
export const usedColumns = (columns: readonly ColumnSummary[], settings: Settings, target: string | null): number =>
  columns.filter(({ name, type }) => name !== target && entersModel(type) && !isDropped(settings, name))
    .length;
