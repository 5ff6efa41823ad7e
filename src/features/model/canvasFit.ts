/** @file How the whole model is brought into view: never larger than life, and without motion. */
export const fitOptions = { padding: 0.12, maxZoom: 1, duration: 0 } as const;
