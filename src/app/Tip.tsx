/**
 * @file A tooltip. What places it is larger than all the bar that uses it: the bar is there first, and the tooltips follow when
 * they have arrived.
 */
import type { TooltipProps } from "@mantine/core";
import { lazy, Suspense } from "react";

const Tooltip = lazy(() => import("./KitTooltip.tsx"));

export const Tip = ({ children, ...props }: TooltipProps) => (
  <Suspense fallback={children}>
    <Tooltip {...props}>{children}</Tooltip>
  </Suspense>
);
