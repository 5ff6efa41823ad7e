/** @file What "your data stays on this device" means, and how anyone can check it. */
import { useTranslation } from "react-i18next";
import { Dialog } from "../ui/Dialog.tsx";

const paragraphs = ["files", "policy", "storage", "exports", "check"] as const;

export function PrivacyDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("privacy.title")} onClose={onClose}>
      {paragraphs.map((name) => (
        <p key={name}>{t(`privacy.${name}`)}</p>
      ))}
    </Dialog>
  );
}
