/** @file How the whole model is brought into view: never larger than life, and without motion. */
export const fitOptions = {
  padding: { top: "64px", bottom: "64px", left: "48px", right: "48px" },
  maxZoom: 1,
  duration: 0,
} as const;
