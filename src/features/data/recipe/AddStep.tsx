/** @file The steps there are, in groups, each with a line of help: a list that floats beside its button. */
import { Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { stepGroups } from "../../../core/data/steps/define.ts";
import { type StepKind, stepKinds, steps } from "../../../core/data/steps/index.ts";
import { type MenuGroup, MenuList } from "../../../ui/Menu.tsx";
import controls from "../controls.module.css";
import styles from "./RecipeSteps.module.css";

interface AddStepProps {
  readonly kinds: readonly StepKind[];
  readonly onAdd: (kind: StepKind) => void;
}

/** Room that is kept from the window's edge. */
const edge = 8;
const menuWidth = 300;
const mostHeight = 560;

/** Beside the button, on the side with more room: the column it stands in scrolls, and would cut it off. */
function besides(button: DOMRect) {
  const below = window.innerHeight - button.bottom - 2 * edge;
  const above = button.top - 2 * edge;
  const left = Math.max(edge, Math.min(button.left, window.innerWidth - menuWidth - edge));
  const upwards = below < mostHeight && above > below;
  const side = upwards ? { bottom: window.innerHeight - button.top + 4 } : { top: button.bottom + 4 };
  return { position: "fixed", left, ...side, maxHeight: Math.min(mostHeight, upwards ? above : below) } as const;
}

export function AddStep({ kinds, onAdd }: AddStepProps) {
  const { t } = useTranslation("recipe");
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<ReturnType<typeof besides> | null>(null);
  useEffect(() => {
    if (place === null) return;
    // What scrolls below it would leave it behind.
    const close = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setPlace(null);
    };
    document.addEventListener("scroll", close, true);
    window.addEventListener("resize", close);
    return () => {
      document.removeEventListener("scroll", close, true);
      window.removeEventListener("resize", close);
    };
  }, [place]);
  const groups = stepGroups.flatMap((group): MenuGroup[] => {
    const items = stepKinds
      .filter((kind) => steps[kind].group === group && kinds.includes(kind))
      .map((kind) => ({
        id: kind,
        label: t(`steps.${kind}.name`),
        help: t(`steps.${kind}.help`),
        run: () => onAdd(kind),
      }));
    return items.length === 0 ? [] : [{ id: group, label: t(`groups.${group}`), items }];
  });
  return (
    <div ref={root} className={styles.add}>
      <button
        ref={button}
        type="button"
        className={`${controls.button} ${controls.small}`}
        aria-haspopup="menu"
        aria-expanded={place !== null}
        onClick={(event) => setPlace(place === null ? besides(event.currentTarget.getBoundingClientRect()) : null)}
      >
        <Plus size={13} aria-hidden="true" />
        {t("add")}
      </button>
      {place === null ? null : (
        <MenuList
          label={t("add")}
          groups={groups}
          owner={root}
          style={place}
          onClose={(how) => {
            setPlace(null);
            if (how === "back") button.current?.focus();
          }}
        />
      )}
    </div>
  );
}
