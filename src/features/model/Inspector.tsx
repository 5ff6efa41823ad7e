/** @file The selected layer: what it does, its parameters, its inputs, what comes out of it. */
import { useContext, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { kerasArgument } from "../../core/export/keras/argumentOf.ts";
import type { CompiledNode } from "../../core/graph/compile.ts";
import { nameOf } from "../../core/graph/draft.ts";
import { nodeById } from "../../core/graph/edit.ts";
import type { Graph } from "../../core/graph/types.ts";
import type { Issue } from "../../core/issue.ts";
import { type LayerNode, specOf } from "../../core/layers/index.ts";
import { penalties } from "../../core/layers/regularizers.ts";
import { useCompiled } from "../../state/derived.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { FixContext } from "../../ui/FixContext.ts";
import { Flag } from "../../ui/Flag.tsx";
import { useFormat } from "../../ui/format.ts";
import { IssueList } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import { KeyValue } from "../../ui/KeyValue.tsx";
import { ParamForm } from "../../ui/ParamForm.tsx";
import { Section } from "../../ui/Section.tsx";
import { commands, isRemovable, useDrawing } from "./commands.ts";
import { Inputs } from "./Inputs.tsx";
import styles from "./Inspector.module.css";
import { SampleDetail } from "./SampleDetail.tsx";
import { SeveralLayers } from "./SeveralLayers.tsx";
import { NewHeadMend } from "./TransferLearning.tsx";
import { shapeText } from "./view.ts";

export function Inspector() {
  const { t } = useTranslation("model");
  const { graph } = useDrawing();
  const compiled = useCompiled();
  const selected = useSession((state) => state.selectedNode);
  const several = useSession((state) => state.marked.length > 1);
  const node = selected === null ? null : nodeById(graph, selected);
  return (
    <>
      <form aria-label={t("inspector.label")} className={styles.form} onSubmit={(event) => event.preventDefault()}>
        {several ? (
          <SeveralLayers />
        ) : node === null ? (
          <p className={styles.nothing}>{t("inspector.nothing")}</p>
        ) : (
          <Settings key={node.id} node={node} graph={graph} compiled={compiled.nodes.get(node.id)} />
        )}
      </form>
      {node === null || several ? null : <ThisLayer node={node} compiled={compiled.nodes.get(node.id)} />}
      {node === null || several ? null : <SampleDetail node={node} />}
    </>
  );
}

interface SettingsProps {
  readonly node: LayerNode;
  readonly graph: Graph;
  readonly compiled: CompiledNode | undefined;
}

function Settings({ node, graph, compiled }: SettingsProps) {
  const { t } = useTranslation(["model", "layers"]);
  const { issueText } = useIssueText();
  const inKeras = (name: string) => {
    const argument = kerasArgument(name);
    return argument === null ? undefined : t("inspector.kerasArgument", { argument });
  };
  const sectionOf = (name: string) => (Object.hasOwn(penalties, name) ? t("inspector.penalties") : undefined);
  const spec = specOf(node.kind);
  const issues = compiled?.issues ?? [];
  const atField = issues.filter(({ at }) => at.field !== undefined);
  const errors = Object.fromEntries(atField.map((issue) => [issue.at.field, issueText(issue)]));
  const removable = isRemovable(node.kind);
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{nameOf(node)}</h2>
        <code className={styles.id} title={node.id}>
          {node.id}
        </code>
      </div>
      {spec === null ? null : <p className={styles.help}>{t(`layers:kinds.${node.kind}.help`)}</p>}
      {spec === null ? null : (
        <ParamForm
          fields={spec.fields}
          values={asValues(node.params)}
          onChange={(name, value) => commands.setParam(node.id, name, value)}
          label={(name) => t(`layers:fields.${name}`)}
          help={(name) => [t(`layers:fieldHelp.${name}`), inKeras(name)].filter(Boolean).join(" ")}
          title={inKeras}
          option={(_name, option) => (option === "auto" ? autoText(compiled, t("layers:auto")) : option)}
          kindTitle={(kind) => specOf(kind)?.title ?? kind}
          section={sectionOf}
          placeholder={() => {
            const value = compiled?.outputShape?.at(-1);
            return value === undefined ? t("layers:autoUnknown") : t("layers:autoValue", { value });
          }}
          errors={errors}
          mend={(name) => <Mends issues={atField.filter(({ at }) => at.field === name)} />}
          moreLabel={t("inspector.more")}
          moreChildren={<NameField node={node} />}
        />
      )}
      <Frozen node={node} compiled={compiled} />
      <Inputs node={node} graph={graph} />
      <IssueList issues={issues.filter(({ at }) => at.field === undefined)} />
      {removable ? (
        <div className={styles.actions}>
          <button type="button" className={styles.action} onClick={() => commands.duplicate(node.id)}>
            {t("inspector.duplicate")}
          </button>
          <button type="button" className={styles.action} onClick={() => commands.remove([node.id])}>
            {t("inspector.remove")}
          </button>
        </div>
      ) : null}
    </>
  );
}

/** Only a layer with weights can keep them. */
function Frozen({ node, compiled }: { readonly node: LayerNode; readonly compiled: CompiledNode | undefined }) {
  const { t } = useTranslation("model");
  const weights = (compiled?.trainable ?? 0) + (compiled?.fixed ?? 0);
  if (weights === 0 && node.frozen !== true) return null;
  return (
    <Flag
      label={t("inspector.frozen")}
      help={t("inspector.frozenHelp")}
      checked={node.frozen === true}
      onChange={() => commands.toggleFrozen([node.id])}
    />
  );
}

/** What mends a field; an Output of another size than the target may be that of a model to learn from. */
function Mends({ issues }: { readonly issues: readonly Issue[] }) {
  const otherTarget = issues.some(({ code }) => code === "outputUnits");
  return (
    <div className={styles.mends}>
      <Fixes issues={issues} />
      {otherTarget ? <NewHeadMend className={styles.mend} /> : null}
    </div>
  );
}

/** The buttons alone: the sentence stands at the field. */
function Fixes({ issues }: { readonly issues: readonly Issue[] }) {
  const { fixText } = useIssueText();
  const applyFix = useContext(FixContext);
  return issues
    .flatMap(({ fixes = [] }) => fixes)
    .map((fix) => (
      <button key={fix.label} type="button" className={styles.mend} onClick={() => applyFix(fix)}>
        {fixText(fix)}
      </button>
    ));
}

const asValues = (params: unknown): Readonly<Record<string, unknown>> =>
  typeof params === "object" && params !== null ? (params as Readonly<Record<string, unknown>>) : {};

/** "Follow the task (softmax)": the badge of a head in force ends in its activation. */
function autoText(compiled: CompiledNode | undefined, text: string): string {
  const inForce = compiled?.badge.split(" ").at(1);
  return inForce === undefined ? text : `${text} (${inForce})`;
}

/** The user's own name for the layer; empty gives back the kind's. */
function NameField({ node }: { readonly node: LayerNode }) {
  const { t } = useTranslation("model");
  const stored = node.label ?? "";
  const [text, setText] = useState(stored);
  useEffect(() => setText((typed) => (typed.trim() === stored ? typed : stored)), [stored]);
  return (
    <label className={styles.name}>
      {t("inspector.name")}
      <input
        type="text"
        maxLength={60}
        autoComplete="off"
        placeholder={specOf(node.kind)?.title}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          commands.setLabel(node.id, event.currentTarget.value);
        }}
      />
    </label>
  );
}

function ThisLayer({ node, compiled }: { readonly node: LayerNode; readonly compiled: CompiledNode | undefined }) {
  const { t } = useTranslation("model");
  const { number, bytes, compact } = useFormat();
  const batch = useProject((state) => state.project?.training.batchSize ?? 0);
  const shape = compiled?.outputShape ?? null;
  const unknown = t("inspector.unknown");
  const size = shape?.reduce((product, n) => product * n, 1);
  const rows = [
    ...(node.inputs.length === 0
      ? []
      : [{ key: "in", label: t("inspector.inputShape"), value: compiled?.inputShapes.map(shapeText).join(", ") }]),
    { key: "out", label: t("inspector.output"), value: shape === null ? unknown : shapeText(shape) },
    {
      key: "parameters",
      label: t("inspector.parameters"),
      value: shape === null ? unknown : number(compiled?.trainable ?? 0),
    },
    ...((compiled?.fixed ?? 0) === 0
      ? []
      : [{ key: "fixed", label: t("inspector.fixedParameters"), value: number(compiled?.fixed ?? 0) }]),
    ...((compiled?.multiplyAdds ?? 0) === 0
      ? []
      : [{ key: "multiplyAdds", label: t("inspector.multiplyAdds"), value: compact(compiled?.multiplyAdds ?? 0) }]),
    ...(size === undefined
      ? []
      : [{ key: "activations", label: t("inspector.activations", { batch }), value: bytes(4 * size * batch) }]),
  ];
  return (
    <Section title={t("inspector.thisLayer")}>
      <KeyValue rows={rows} />
    </Section>
  );
}
