/** @file A layer on the canvas: its group's colour, its name, one line of parameters, its size; its problems beside it. */
import { Handle, type NodeProps, Position, useStore } from "@xyflow/react";
import { CircleAlert } from "lucide-react";
import { memo } from "react";
import { nameOf } from "../../core/graph/draft.ts";
import { hasErrors } from "../../core/issue.ts";
import { specOf } from "../../core/layers/index.ts";
import { summaryOf, useDataset } from "../../state/dataset.ts";
import { useFormat } from "../../ui/format.ts";
import { IssueList } from "../../ui/IssueList.tsx";
import { groupStyle } from "./groupStyle.ts";
import styles from "./LayerCard.module.css";
import type { LayerFlowNode } from "./view.ts";

/** Below this width of the canvas a callout beside the node would leave it. */
const roomForCallout = 720;

export const LayerCard = memo(function LayerCard({ data, selected }: NodeProps<LayerFlowNode>) {
  const { node, compiled, callout } = data;
  const spec = specOf(node.kind);
  const issues = compiled?.issues ?? [];
  const bad = hasErrors(issues);
  const classes = [
    styles.card,
    selected ? styles.selected : "",
    bad ? styles.bad : "",
    compiled?.active ? "" : styles.loose,
  ];
  return (
    <div className={classes.filter(Boolean).join(" ")} style={groupStyle(spec?.group)}>
      {spec?.arity === "none" ? null : <Handle type="target" position={Position.Top} className={styles.handle} />}
      <div className={styles.head}>
        <span className={styles.name}>{nameOf(node)}</span>
        <Size
          count={(compiled?.trainable ?? 0) + (compiled?.fixed ?? 0)}
          unknown={bad && compiled?.outputShape == null}
        />
        {issues.length > 0 && !callout ? (
          <CircleAlert size={14} className={bad ? styles.badSign : styles.sign} />
        ) : null}
      </div>
      <Line
        role={spec?.role}
        text={compiled?.badge ?? ""}
        inputs={spec?.arity === "many" ? node.inputs.length : null}
      />
      {spec?.role === "output" ? null : <Handle type="source" position={Position.Bottom} className={styles.handle} />}
      {callout ? <Callout data={data} bad={bad} /> : null}
    </div>
  );
});

function Size({ count, unknown }: { readonly count: number; readonly unknown: boolean }) {
  const { number } = useFormat();
  if (unknown) return <span className={styles.size}>?</span>;
  return count === 0 ? null : <span className={styles.size}>{number(count)}</span>;
}

function Line({
  role,
  text,
  inputs,
}: {
  readonly role: string | undefined;
  readonly text: string;
  readonly inputs: number | null;
}) {
  const file = useDataset(({ table }) => summaryOf(table)?.fileName);
  const shown = role === "input" ? (file ?? text) : inputs === null ? text : inputs === 0 ? "" : `${inputs} →`;
  return <div className={styles.line}>{shown}</div>;
}

function Callout({ data, bad }: { readonly data: LayerFlowNode["data"]; readonly bad: boolean }) {
  const below = useStore((state) => state.width < roomForCallout);
  const classes = [
    styles.callout,
    bad ? styles.calloutBad : "",
    below ? styles.below : styles.beside,
    "nodrag nopan nowheel",
  ];
  return (
    <div className={classes.filter(Boolean).join(" ")}>
      <IssueList issues={data.compiled?.issues ?? []} />
    </div>
  );
}
