/**
 * @file Random changes of the training samples, images or series: which, how strong, and what they do to one of them.
 * Reads the stores itself. Loaded lazily, where the samples are of a kind that can be changed.
 */
import { Plus, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type AugmentationSpec, augmentations } from "../../../core/data/augmentations.ts";
import type { AugmentationStep } from "../../../core/data/types.ts";
import { useProject } from "../../../state/project.ts";
import { FloatingMenu } from "../../../ui/FloatingMenu.tsx";
import { ParamForm } from "../../../ui/ParamForm.tsx";
import controls from "../controls.module.css";
import { Group } from "../Group.tsx";
import styles from "./AugmentSection.module.css";
import { Gallery } from "./Gallery.tsx";
import { kindsFor, textKey, withParam, withStep } from "./steps.ts";

export default function AugmentSection() {
  const { t } = useTranslation("augment");
  const data = useProject((state) => state.project?.data);
  const disabled = useProject((state) => state.readOnly);
  const edit = useProject((state) => state.edit);
  const fresh = useRef<string | null>(null);
  if (data === undefined || (data.input.kind !== "image" && data.input.kind !== "sequence")) return null;
  const suits = data.input.kind;
  const shown = data.augmentation.filter(({ kind }) => augmentations[kind].suits === suits);
  const set = (augmentation: readonly AugmentationStep[], coalesce?: string) =>
    edit("setAugmentation", { augmentation }, { coalesce });
  return (
    <Group title={t("title")} disabled={disabled}>
      <p className={controls.note}>{t("intro")}</p>
      {shown.length === 0 ? null : (
        <ul className={styles.steps}>
          {shown.map((step) => (
            <Step
              key={step.id}
              step={step}
              fresh={fresh.current === step.id}
              disabled={disabled}
              onChange={(name, value) =>
                set(withParam(data.augmentation, step.id, name, value), `augment.${step.id}.${name}`)
              }
              onRemove={() => set(data.augmentation.filter(({ id }) => id !== step.id))}
            />
          ))}
        </ul>
      )}
      {disabled ? null : (
        <FloatingMenu
          label={t("add")}
          buttonClassName={`${controls.button} ${controls.small}`}
          groups={[
            {
              id: suits,
              items: kindsFor(suits).map((kind) => ({
                id: kind,
                label: t(`kinds.${kind}`),
                run: () => {
                  const next = withStep(data.augmentation, kind);
                  fresh.current = next.at(-1)?.id ?? null;
                  set(next);
                },
              })),
            },
          ]}
        >
          <Plus size={14} aria-hidden="true" />
          {t("add")}
        </FloatingMenu>
      )}
      {shown.length === 0 ? null : <Gallery />}
    </Group>
  );
}

interface StepProps {
  readonly step: AugmentationStep;
  /** Was just added: it and its preview come into sight, which the list below the fold would not show. */
  readonly fresh: boolean;
  readonly disabled: boolean;
  readonly onChange: (name: string, value: Parameters<typeof withParam>[3]) => void;
  readonly onRemove: () => void;
}

function Step({ step, fresh, disabled, onChange, onRemove }: StepProps) {
  const { t } = useTranslation("augment");
  const { kind, params } = step;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (fresh) item.current?.scrollIntoView({ block: "center" });
  }, [fresh]);
  const spec: AugmentationSpec = augmentations[kind];
  const values = Object.fromEntries(
    Object.entries(spec.fields).map(([name, field]) => [name, params[name] ?? field.default]),
  );
  return (
    <li ref={item} className={styles.step} aria-label={t(`kinds.${kind}`)}>
      <div className={styles.head}>
        <span className={styles.name}>{t(`kinds.${kind}`)}</span>
        <button
          type="button"
          className={styles.remove}
          aria-label={t("remove", { name: t(`kinds.${kind}`) })}
          title={t("remove", { name: t(`kinds.${kind}`) })}
          disabled={disabled}
          onClick={onRemove}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <p className={controls.note}>{t(`help.${kind}`)}</p>
      <ParamForm
        fields={spec.fields}
        values={values}
        onChange={onChange}
        label={(name) => t(`fields.${textKey(kind, name)}` as "fields.flipMode")}
        help={(name) => t(`fieldHelp.${textKey(kind, name)}` as "fieldHelp.flipMode")}
        option={(_, option) => t(`options.${option}` as "options.vertical")}
        disabled={disabled}
        moreLabel={t("more")}
      />
    </li>
  );
}
