/** @file Sentences one after the other, as the language sets them: Chinese full stops bring their own space. */
import { useTranslation } from "react-i18next";

export function useSentences(): (sentences: readonly string[]) => string {
  const { i18n } = useTranslation();
  const gap = i18n.language.startsWith("zh") ? "" : " ";
  return (sentences) => sentences.join(gap);
}
