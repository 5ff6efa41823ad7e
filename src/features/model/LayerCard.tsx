/** @file A layer on the canvas: its group's colour, its name, one line of parameters, its size; its problems beside it. */
import { Handle, type NodeProps, Position, useStore } from "@xyflow/react";
import { CircleAlert, Lock } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/graph/draft.ts";
import { hasErrors } from "../../core/issue.ts";
import { specOf } from "../../core/layers/index.ts";
import { summaryOf, useDataset } from "../../state/dataset.ts";
import { useFormat } from "../../ui/format.ts";
import { IssueList } from "../../ui/IssueList.tsx";
import { groupStyle } from "./groupStyle.ts";
import styles from "./LayerCard.module.css";
import { SampleThumb } from "./SampleThumb.tsx";
import type { LayerFlowNode } from "./view.ts";

/** Below this width of the canvas a callout beside the node would leave it. */
const roomForCallout = 720;

export const LayerCard = memo(function LayerCard({ data, selected, positionAbsoluteY }: NodeProps<LayerFlowNode>) {
  const { node, compiled, callout } = data;
  const spec = specOf(node.kind);
  const issues = compiled?.issues ?? [];
  const bad = hasErrors(issues);
  const classes = [
    styles.card,
    selected ? styles.selected : "",
    bad ? styles.bad : "",
    compiled?.active ? "" : styles.loose,
    node.frozen === true ? styles.frozen : "",
  ];
  return (
    <div className={classes.filter(Boolean).join(" ")} style={groupStyle(spec?.group)}>
      {spec?.inputs.max === 0 ? null : <Handle type="target" position={Position.Top} className={styles.handle} />}
      <div className={styles.head}>
        <span className={styles.name}>{nameOf(node)}</span>
        {node.frozen === true ? <Lock size={12} className={styles.lock} aria-hidden="true" /> : null}
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
        inputs={(spec?.inputs.max ?? 1) > 1 ? node.inputs.length : null}
      />
      {spec?.role === "output" ? null : <Handle type="source" position={Position.Bottom} className={styles.handle} />}
      <SampleThumb node={node} />
      {callout ? <Callout data={data} bad={bad} y={positionAbsoluteY} /> : null}
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
  const { t } = useTranslation("model");
  const file = useDataset(({ table }) => summaryOf(table)?.fileName);
  return <div className={styles.line}>{shown()}</div>;
  function shown(): string {
    if (role === "input") return file ?? t("canvas.noData");
    return inputs === null || text !== "" ? text : t("canvas.inputs", { count: inputs });
  }
}

interface CalloutProps {
  readonly data: LayerFlowNode["data"];
  readonly bad: boolean;
  readonly y: number;
}

/** Beside the layer; where the canvas is too narrow for that, above it or below it, whichever has more room. */
function Callout({ data, bad, y }: CalloutProps) {
  const place = useStore(({ width, height, transform: [, top, zoom] }) => {
    if (width >= roomForCallout) return "beside";
    return top + zoom * y > height / 2 ? "above" : "below";
  });
  const classes = [styles.callout, bad ? styles.calloutBad : "", styles[place], "nodrag nopan nowheel"];
  return (
    <div className={classes.filter(Boolean).join(" ")}>
      <IssueList issues={data.compiled?.issues ?? []} />
    </div>
  );
}
