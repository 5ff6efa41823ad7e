/** @file Opens the command palette, which is loaded when it is first asked for. */
import { lazy, Suspense } from "react";
import { create } from "zustand";

const CommandPalette = lazy(() =>
  import("./CommandPalette.tsx").then(({ CommandPalette }) => ({ default: CommandPalette })),
);

const usePalette = create<{ readonly open: boolean }>()(() => ({ open: false }));

export const openPalette = (): void => usePalette.setState({ open: true });

export function CommandPaletteHost() {
  const open = usePalette((state) => state.open);
  if (!open) return null;
  return (
    <Suspense>
      <CommandPalette onClose={() => usePalette.setState({ open: false })} />
    </Suspense>
  );
}
