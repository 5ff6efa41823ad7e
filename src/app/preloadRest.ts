/**
 * @file Fetches, once the studio is shown and has nothing to do, what is otherwise fetched on first use: the page then
 * needs no network for anything. One after the other, so that nothing the user asks for has to wait.
 */
import { steps } from "../core/project/types.ts";
import { engine } from "../state/engine.ts";
import { preload } from "./StepBody.tsx";

const parts: readonly (() => Promise<unknown>)[] = [
  ...steps.map((step) => () => preload(step)),
  () => import("../features/data/input/InputSection.tsx"),
  () => import("../features/data/recipe/RecipeSteps.tsx"),
  () => import("../features/data/FittedRecipe.tsx"),
  () => import("../features/data/understand/UnderstandPanel.tsx"),
  () => import("../features/data/understand/ScanPanel.tsx"),
  () => import("../features/data/augment/AugmentSection.tsx"),
  () => import("../features/data/images/ClassBoard.tsx"),
  () => import("../features/data/images/ImageInputForm.tsx"),
  () => import("../features/data/images/CaptureHost.tsx"),
  () => import("../features/data/images/CameraDialog.tsx"),
  () => import("../features/data/images/DrawingDialog.tsx"),
  () => import("../features/evaluate/TryItImage.tsx"),
  () => import("../features/evaluate/TryItText.tsx"),
  () => import("../features/evaluate/TryItSeries.tsx"),
  () => import("../ui/charts/LineChart.tsx"),
  () => import("../core/project/schema.ts"),
  () => import("../core/graph/clipSchema.ts"),
  () => import("../features/model/CodePanelEditor.tsx"),
  () => import("./CommandPalette.tsx"),
  () => import("./PrivacyDialog.tsx"),
  () => import("./EraseDialog.tsx"),
  () => import("../locales/bundleEn.ts"),
  () => import("../locales/bundleZh.ts"),
  () => engine().fetchLater({}),
  () => import("../features/data/sources.ts").then(({ fetchSamples }) => fetchSamples()),
];

const whenIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: 2000 });
    else setTimeout(resolve, 200);
  });

let asked = false;

/** Begins with the first call; later ones do nothing. */
export async function preloadRest(): Promise<void> {
  if (asked) return;
  asked = true;
  for (const load of parts) {
    await whenIdle();
    try {
      await load();
    } catch (error) {
      // Asked for again when it is needed, and said there if it still cannot be had.
      console.warn("A part of the studio could not be fetched ahead.", error);
    }
  }
}
