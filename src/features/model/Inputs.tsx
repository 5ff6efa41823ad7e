/**
 * @file What feeds the selected layer, by keyboard: a list to choose from for a layer with one input, a list in order for
 * one that merges. What would make a circle is not offered.
 */
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/graph/draft.ts";
import { descendants, nodeById } from "../../core/graph/edit.ts";
import type { Graph, NodeId } from "../../core/graph/types.ts";
import { type LayerNode, specOf } from "../../core/layers/index.ts";
import { SelectField } from "../../ui/SelectField.tsx";
import { commands } from "./commands.ts";
import styles from "./Inspector.module.css";

export function Inputs({ node, graph }: { readonly node: LayerNode; readonly graph: Graph }) {
  const spec = specOf(node.kind);
  if (spec === null || spec.inputs.max === 0) return null;
  const below = descendants(graph, node.id);
  const sources = graph.nodes.filter((other) => !below.has(other.id) && specOf(other.kind)?.role !== "output");
  return spec.inputs.max === 1 && node.inputs.length < 2 ? (
    <OneInput node={node} sources={sources} />
  ) : (
    <ManyInputs node={node} graph={graph} sources={sources} />
  );
}

/** Names repeat, so the internal name stands beside them. */
const optionOf = (node: LayerNode) => ({ value: node.id, label: `${nameOf(node)} · ${node.id}` });

function OneInput({ node, sources }: { readonly node: LayerNode; readonly sources: readonly LayerNode[] }) {
  const { t } = useTranslation("model");
  const [current = ""] = node.inputs;
  const known = sources.some(({ id }) => id === current);
  return (
    <SelectField<string>
      label={t("inspector.input")}
      value={known ? current : ""}
      options={[{ value: "", label: t("inspector.noInput") }, ...sources.map(optionOf)]}
      onChange={(id) => (id === "" ? commands.disconnect(current, node.id) : commands.connect(id, node.id))}
    />
  );
}

interface ManyInputsProps {
  readonly node: LayerNode;
  readonly graph: Graph;
  readonly sources: readonly LayerNode[];
}

function ManyInputs({ node, graph, sources }: ManyInputsProps) {
  const { t } = useTranslation("model");
  const name = (id: NodeId) => {
    const source = nodeById(graph, id);
    return source === null ? id : nameOf(source);
  };
  const offered = sources.filter(({ id }) => !node.inputs.includes(id));
  return (
    <fieldset className={styles.inputs}>
      <legend>{t("inspector.inputs")}</legend>
      <ol>
        {node.inputs.map((id, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer may feed another twice.
          <li key={`${id}-${index}`}>
            <span className={styles.inputName}>{name(id)}</span>
            <code>{id}</code>
            <button
              type="button"
              aria-label={t("inspector.inputUp", { name: id })}
              disabled={index === 0}
              onClick={() => commands.moveInput(node.id, index, -1)}
            >
              <ArrowUp size={13} />
            </button>
            <button
              type="button"
              aria-label={t("inspector.inputDown", { name: id })}
              disabled={index === node.inputs.length - 1}
              onClick={() => commands.moveInput(node.id, index, 1)}
            >
              <ArrowDown size={13} />
            </button>
            <button
              type="button"
              aria-label={t("inspector.dropInput", { name: id })}
              onClick={() => commands.disconnect(id, node.id)}
            >
              <X size={13} />
            </button>
          </li>
        ))}
      </ol>
      {offered.length === 0 ? null : (
        <SelectField<string>
          hideLabel
          label={t("inspector.addInput")}
          value=""
          options={[{ value: "", label: t("inspector.addInput") }, ...offered.map(optionOf)]}
          onChange={(id) => id !== "" && commands.connect(id, node.id)}
        />
      )}
    </fieldset>
  );
}
