/** @file A page of a class's images: which rows stand in it under the settings in force. The last page stays until the next is there. */
import { useEffect, useState } from "react";
import type { DataSettings } from "../../../core/data/types.ts";
import { type Fault, toFault } from "../../../core/fault.ts";
import { type ClassPage, loadClassRows } from "../../../state/pictures.ts";

export type PageState =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly page: ClassPage }
  | { readonly kind: "failed"; readonly fault: Fault };

interface PageQuery {
  /** null: there are no data yet. */
  readonly datasetId: string | null;
  readonly data: DataSettings;
  readonly value: string | null;
  readonly start: number;
  readonly count: number;
}

/** What of the settings decides which rows a class has: no other change asks again. */
function useLabelSettings(data: DataSettings): DataSettings {
  const { target, columns, rows } = data;
  const [kept, setKept] = useState(data);
  const same = kept.target === target && kept.columns === columns && kept.rows === rows;
  if (!same) setKept(data);
  return same ? kept : data;
}

export function useClassPage({ datasetId, data, value, start, count }: PageQuery): PageState {
  const settings = useLabelSettings(data);
  const [state, setState] = useState<PageState>({ kind: "loading" });
  useEffect(() => {
    if (datasetId === null) {
      setState({ kind: "ready", page: { total: 0, rows: [] } });
      return;
    }
    let over = false;
    loadClassRows({ datasetId, data: settings, value, start, count }).then(
      (page) => {
        if (!over) setState({ kind: "ready", page });
      },
      (error) => {
        if (!over) setState({ kind: "failed", fault: toFault(error) });
      },
    );
    return () => {
      over = true;
    };
  }, [datasetId, settings, value, start, count]);
  return state;
}
