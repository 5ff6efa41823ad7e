/**
 * @file Camera and drawing pad while they are open. They stand apart from the cards that open them: the first pictures
 * make a dataset, which draws the cards anew, and a camera must go on through that.
 */
import { lazy, Suspense } from "react";
import { useClassBoard } from "../../../state/pictures.ts";
import { useClassActions } from "./useClassActions.ts";
import { useClassNames } from "./useClassNames.ts";

const dialogs = {
  camera: lazy(() => import("./CameraDialog.tsx")),
  draw: lazy(() => import("./DrawingDialog.tsx")),
} as const;

export default function CaptureHost() {
  const capture = useClassBoard((state) => state.capture);
  const open = useClassBoard((state) => state.open);
  const { names } = useClassNames();
  const actions = useClassActions();
  if (capture === null) return null;
  const Dialog = dialogs[capture.how];
  return (
    <Suspense fallback={null}>
      <Dialog names={names} into={capture.name} actions={actions} onClose={() => open(null)} />
    </Suspense>
  );
}
