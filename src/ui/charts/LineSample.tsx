/** @file The sign of a curve in legends and tooltips; apart from the chart, so that it needs no charting library. */

/** A short piece of the line, for legends. */
export function LineSample({ colour, dashed }: { readonly colour: string; readonly dashed: boolean }) {
  return (
    <svg width="18" height="8" aria-hidden="true" style={{ flex: "none" }}>
      <line x1="0" x2="18" y1="4" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={dashed ? "4 3" : undefined} />
    </svg>
  );
}
