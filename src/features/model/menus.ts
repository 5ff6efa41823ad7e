/** @file What the menus of the canvas and the outline offer, with the keys that do the same. */
import type { TFunction } from "i18next";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import type { MenuGroup, MenuItem } from "../../ui/Menu.tsx";
import { markedBlocks } from "./blockCommands.ts";
import { isRemovable } from "./commands.ts";
import type { ModelActions } from "./useActions.ts";

/** Keys as they stand in menus. */
export const keyNames = {
  copy: "Ctrl C",
  cut: "Ctrl X",
  paste: "Ctrl V",
  duplicate: "Ctrl D",
  group: "Ctrl G",
  ungroup: "Ctrl Shift G",
  fold: "E",
  freeze: "F",
  remove: "Del",
  selectAll: "Ctrl A",
  note: "N",
  fit: "Shift 1",
  fitMarked: "Shift 2",
  rename: "F2",
  inputs: "C",
  insert: "A",
} as const;

type Translate = TFunction<"model">;

export interface MarkedMenu {
  readonly rename: () => void;
  /** Asks for a layer's inputs. */
  readonly inputs: (id: string) => void;
  readonly settings?: () => void;
}

/** For the marked layers. */
export function markedGroups(
  t: Translate,
  actions: ModelActions,
  { rename, inputs }: MarkedMenu,
): readonly MenuGroup[] {
  const { selectedNode, marked } = useSession.getState();
  const { readOnly, project } = useProject.getState();
  const nodes = (project?.graph.nodes ?? []).filter(({ id }) => marked.includes(id));
  const hidden = nodes.some(({ kind }) => isRemovable(kind));
  const blocks = markedBlocks();
  const [block] = blocks;
  const item = (id: keyof typeof keyNames, label: string, run: () => void, disabled = readOnly): MenuItem => ({
    id,
    label,
    aside: keyNames[id],
    run,
    disabled,
  });
  const frozen = nodes.filter(({ kind }) => isRemovable(kind)).every((node) => node.frozen === true);
  return [
    {
      id: "clipboard",
      items: [
        item("copy", t("menu.copy"), actions.copy, !hidden),
        item("cut", t("menu.cut"), actions.cut, readOnly || !hidden),
        item("paste", t("menu.pasteAfter"), () => actions.paste(), readOnly),
        item("duplicate", t("menu.duplicate"), actions.duplicate, readOnly || !hidden),
      ],
    },
    {
      id: "blocks",
      items: [
        item("group", t("menu.group"), actions.group),
        ...(block === undefined
          ? []
          : [
              item("fold", t(block.collapsed ? "menu.expand" : "menu.collapse"), actions.fold),
              item("rename", t("menu.rename"), rename),
              item("ungroup", t("menu.ungroup"), actions.ungroup),
            ]),
      ],
    },
    {
      id: "layer",
      items: [
        ...(selectedNode === null ? [] : [item("inputs", t("menu.inputs"), () => inputs(selectedNode))]),
        item("freeze", t(frozen ? "menu.unfreeze" : "menu.freeze"), actions.freeze, readOnly || !hidden),
        { ...item("remove", t("menu.remove"), actions.remove, readOnly || !hidden), danger: true },
      ],
    },
  ];
}

export interface CanvasMenu {
  readonly paste: () => void;
  readonly note: () => void;
  readonly tidy: () => void;
  readonly fit: () => void;
  readonly fitMarked: () => void;
  readonly picture: (kind: "svg" | "png") => void;
}

/** For the canvas itself. */
export function canvasGroups(t: Translate, actions: ModelActions, canvas: CanvasMenu): readonly MenuGroup[] {
  const { readOnly } = useProject.getState();
  const { marked } = useSession.getState();
  return [
    {
      id: "add",
      items: [
        { id: "paste", label: t("menu.paste"), aside: keyNames.paste, run: canvas.paste, disabled: readOnly },
        { id: "note", label: t("menu.note"), aside: keyNames.note, run: canvas.note, disabled: readOnly },
        { id: "selectAll", label: t("menu.selectAll"), aside: keyNames.selectAll, run: actions.selectAll },
      ],
    },
    {
      id: "view",
      items: [
        { id: "tidy", label: t("canvas.tidy"), run: canvas.tidy, disabled: readOnly },
        { id: "fit", label: t("menu.fit"), aside: keyNames.fit, run: canvas.fit },
        {
          id: "fitMarked",
          label: t("menu.fitMarked"),
          aside: keyNames.fitMarked,
          run: canvas.fitMarked,
          disabled: marked.length === 0,
        },
      ],
    },
    {
      id: "picture",
      items: [
        { id: "png", label: t("menu.png"), run: () => canvas.picture("png") },
        { id: "svg", label: t("menu.svg"), run: () => canvas.picture("svg") },
      ],
    },
  ];
}

/** For a note. */
export function noteGroups(t: Translate, actions: ModelActions, write: () => void): readonly MenuGroup[] {
  const { readOnly } = useProject.getState();
  return [
    {
      id: "note",
      items: [
        { id: "write", label: t("menu.write"), aside: "Enter", run: write, disabled: readOnly },
        { id: "copy", label: t("menu.copy"), aside: keyNames.copy, run: actions.copy },
        { id: "cut", label: t("menu.cut"), aside: keyNames.cut, run: actions.cut, disabled: readOnly },
        {
          id: "remove",
          label: t("menu.remove"),
          aside: keyNames.remove,
          run: actions.remove,
          danger: true,
          disabled: readOnly,
        },
      ],
    },
  ];
}
