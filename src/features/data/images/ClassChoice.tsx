/** @file The class that new pictures go to. */
import { useTranslation } from "react-i18next";
import { SelectField } from "../../../ui/SelectField.tsx";
import { shorten } from "../shorten.ts";

interface ClassChoiceProps {
  readonly names: readonly string[];
  readonly name: string;
  readonly onChoose: (name: string) => void;
}

/** Numbered: a class may be called anything. */
export function ClassChoice({ names, name, onChoose }: ClassChoiceProps) {
  const { t } = useTranslation("images");
  const all = names.includes(name) ? names : [...names, name];
  return (
    <SelectField
      label={t("camera.into")}
      value={String(all.indexOf(name))}
      options={all.map((option, i) => ({ value: String(i), label: shorten(option, 80) }))}
      onChange={(place) => onChoose(all[Number(place)] ?? name)}
    />
  );
}
