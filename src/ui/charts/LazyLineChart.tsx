/** @file The line chart behind a lazy border: the charting library is fetched with the first chart, not with the page. */
import { type ComponentProps, lazy, Suspense } from "react";
import type LineChartType from "./LineChart.tsx";

const LineChart = lazy(() => import("./LineChart.tsx"));

/** Keeps its height while the library loads, so that nothing jumps. */
export function LazyLineChart(props: ComponentProps<typeof LineChartType>) {
  return (
    <Suspense fallback={<div style={{ height: props.height }} />}>
      <LineChart {...props} />
    </Suspense>
  );
}
