/** @file What is done where some classes are rare, and what that makes of the training rows. */
import { useTranslation } from "react-i18next";
import { balancedCounts, classWeightsOf } from "../../core/data/balance.ts";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import { type Balance, balances } from "../../core/data/types.ts";
import { useProject } from "../../state/project.ts";
import { useFormat } from "../../ui/format.ts";
import { SelectField } from "../../ui/SelectField.tsx";
import controls from "./controls.module.css";
import { Group } from "./Group.tsx";
import { shorten } from "./shorten.ts";

interface BalanceSectionProps {
  readonly info: PreparedInfo | null;
  readonly disabled: boolean;
}

export function BalanceSection({ info, disabled }: BalanceSectionProps) {
  const { t } = useTranslation("split");
  const edit = useProject((state) => state.edit);
  const balance = useProject((state) => state.project?.data.balance) ?? "none";
  return (
    <Group title={t("balance.title")} disabled={disabled}>
      <SelectField
        label={t("balance.label")}
        value={balance}
        options={balances.map((value) => ({ value, label: t(`balance.${value}`) }))}
        onChange={(chosen) => edit("setBalance", { balance: chosen })}
      />
      <p className={controls.note}>
        <Effect balance={balance} info={info} />
      </p>
    </Group>
  );
}

function Effect({ balance, info }: { readonly balance: Balance; readonly info: PreparedInfo | null }) {
  const { t } = useTranslation("split");
  const { number } = useFormat();
  const counts = info?.trainClasses;
  if (info === null || counts === undefined) return t("balance.pending");
  const present = [...counts.keys()].filter((index) => (counts[index] ?? 0) > 0);
  const sorted = present.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return t("balance.pending");
  const [most, least] = [counts[first] ?? 0, counts[last] ?? 0];
  if (most === least) return t("balance.even", { each: number(most) });
  const weights = classWeightsOf(counts);
  const after = balancedCounts(balance, counts);
  const sum = (all: readonly number[]) => all.reduce((total, count) => total + count, 0);
  const text = t(`balance.says.${balance}`, {
    frequent: shorten(info.classes[first] ?? "", 30),
    rare: shorten(info.classes[last] ?? "", 30),
    most: number(most),
    least: number(least),
    high: number(weights[last] ?? 1, 2),
    low: number(weights[first] ?? 1, 2),
    rows: number(sum(counts)),
    after: number(sum(after)),
    each: number(after[first] ?? 0),
  });
  return balance === "none" ? text : `${text} ${t("balance.onlyTraining")}`;
}
