/**
 * @file What can be put into a model: layers by group, and ready-made graphs. A click or Enter adds after the selected
 * layer; a drag places it by hand.
 */
import { useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/graph/draft.ts";
import { nodeById } from "../../core/graph/edit.ts";
import { type TemplateName, templateNames } from "../../core/graph/templates.ts";
import { layerGroups } from "../../core/layers/define.ts";
import { type LayerKind, layerKinds, layers } from "../../core/layers/index.ts";
import { useModelContext } from "../../state/derived.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { showToast } from "../../state/toasts.ts";
import { Section } from "../../ui/Section.tsx";
import { fitOptions } from "./canvasFit.ts";
import { commands } from "./commands.ts";
import { carry } from "./dragged.ts";
import { groupStyle } from "./groupStyle.ts";
import styles from "./Palette.module.css";

interface PaletteProps {
  readonly searching: boolean;
  readonly onSearching: (searching: boolean) => void;
  /** Where the keyboard goes on after a layer was added. */
  readonly onAdded: () => void;
}

export function Palette({ searching, onSearching, onAdded }: PaletteProps) {
  const { t } = useTranslation(["model", "layers"]);
  const [query, setQuery] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const found = layerKinds.filter(
    (kind) => layers[kind].addable && matches(query, layers[kind].title, t(`layers:kinds.${kind}.gloss`)),
  );
  const title = useAddTitle();

  function add(kind: LayerKind) {
    commands.add(kind);
    setQuery("");
    if (!searching) return;
    onSearching(false);
    onAdded();
  }

  return (
    <section aria-label={t("palette.label")}>
      <AddBox
        searching={searching}
        query={query}
        list={list}
        onQuery={setQuery}
        onSearching={(next) => {
          setQuery("");
          onSearching(next);
        }}
        onEnter={() => found[0] !== undefined && add(found[0])}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons inside. */}
      <div ref={list} onKeyDown={moveFocus}>
        {layerGroups.map((group) => {
          const kinds = found.filter((kind) => layers[kind].group === group);
          return kinds.length === 0 ? null : (
            <Section key={group} title={t(`layers:groups.${group}`)} className={styles.group}>
              {kinds.map((kind) => (
                <button
                  key={kind}
                  type="button"
                  className={styles.item}
                  style={groupStyle(group)}
                  draggable
                  title={`${t(`layers:kinds.${kind}.help`)}\n${title}`}
                  onDragStart={(event) => carry(event.dataTransfer, kind)}
                  onClick={() => add(kind)}
                >
                  <span className={styles.stripe} aria-hidden="true" />
                  {layers[kind].title}
                  <span className={styles.gloss}>{t(`layers:kinds.${kind}.gloss`)}</span>
                </button>
              ))}
            </Section>
          );
        })}
        {found.length === 0 ? <p className={styles.none}>{t("palette.none")}</p> : null}
      </div>
      <Templates />
    </section>
  );
}

const matches = (query: string, ...names: readonly string[]): boolean => {
  const wanted = query.trim().toLowerCase().replaceAll(/\s+/g, "");
  return names.some((name) => name.toLowerCase().includes(wanted));
};

/** Where a click will put the layer. */
function useAddTitle(): string {
  const { t } = useTranslation("model");
  const graph = useProject((state) => state.project?.graph);
  const selected = useSession((state) => state.selectedNode);
  const node = graph === undefined || selected === null ? null : nodeById(graph, selected);
  if (node === null || layers[node.kind]?.role === "output") return t("palette.addLast");
  return t("palette.addAfter", { name: nameOf(node) });
}

interface AddBoxProps {
  readonly searching: boolean;
  readonly query: string;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly onQuery: (query: string) => void;
  readonly onSearching: (searching: boolean) => void;
  readonly onEnter: () => void;
}

/** A button that becomes a search field. */
function AddBox({ searching, query, list, onQuery, onSearching, onEnter }: AddBoxProps) {
  const { t } = useTranslation("model");
  const field = useRef<HTMLInputElement>(null);
  // The press that made the field asks for typing.
  useEffect(() => {
    if (searching) field.current?.focus();
  }, [searching]);
  if (!searching) {
    return (
      <button type="button" className={styles.add} aria-keyshortcuts="A" onClick={() => onSearching(true)}>
        {t("palette.add")}
        <span className={styles.key} aria-hidden="true">
          A
        </span>
      </button>
    );
  }
  return (
    <input
      type="search"
      className={styles.search}
      aria-label={t("palette.search")}
      placeholder={t("palette.searchHint")}
      ref={field}
      value={query}
      onChange={(event) => onQuery(event.currentTarget.value)}
      onBlur={(event) => {
        if (!list.current?.contains(event.relatedTarget) && query === "") onSearching(false);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") onEnter();
        else if (event.key === "Escape") onSearching(false);
        else if (event.key === "ArrowDown") list.current?.querySelector("button")?.focus();
        else return;
        event.preventDefault();
      }}
    />
  );
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button.matches(":focus"));
  buttons[Math.min(buttons.length - 1, Math.max(0, at + by))]?.focus();
  event.preventDefault();
}

function Templates() {
  const { t } = useTranslation(["model", "common"]);
  const { fitView } = useReactFlow();
  const context = useModelContext();
  function apply(name: TemplateName) {
    commands.applyTemplate(name, context);
    // The canvas has the new nodes only after it has drawn once.
    requestAnimationFrame(() => void fitView(fitOptions));
    showToast({
      kind: "done",
      text: t("templates.replaced", { title: t(`templates.${name}.title`) }),
      action: { label: t("common:actions.undo"), run: () => useProject.getState().undo() },
    });
  }
  return (
    <Section title={t("templates.label")} className={styles.group}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are actions. */}
      <div role="group" aria-label={t("templates.label")} className={styles.templates}>
        {templateNames.map((name) => (
          <button
            key={name}
            type="button"
            className={styles.template}
            title={t(`templates.${name}.text`)}
            onClick={() => apply(name)}
          >
            {t(`templates.${name}.title`)}
          </button>
        ))}
      </div>
    </Section>
  );
}
