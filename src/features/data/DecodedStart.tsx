/** @file The first lines of a file under another encoding, so that it can be chosen by looking. Reads 2 KB, no more. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./DecodedStart.module.css";
import { shorten } from "./shorten.ts";

const shownBytes = 2048;
const shownLines = 4;

/** The text, or null while it is read and where the file is gone. */
function useStart(file: Blob, encoding: string): string | null {
  const [start, setStart] = useState<{ readonly key: string; readonly text: string } | null>(null);
  useEffect(() => {
    let current = true;
    const show = (bytes: ArrayBuffer) => {
      if (current) setStart({ key: encoding, text: new TextDecoder(encoding).decode(bytes) });
    };
    // A file that can no longer be read shows nothing here; reading it says why.
    file
      .slice(0, shownBytes)
      .arrayBuffer()
      .then(show, (error) => console.warn(error));
    return () => {
      current = false;
    };
  }, [file, encoding]);
  return start?.key === encoding ? start.text : null;
}

export function DecodedStart({ file, encoding }: { readonly file: Blob; readonly encoding: string }) {
  const { t } = useTranslation("data");
  const text = useStart(file, encoding);
  if (text === null) return null;
  const lines = text.split(/\r\n?|\n/, shownLines).map((line) => shorten(line, 120));
  return (
    <figure className={styles.figure}>
      <figcaption>{t("options.looksLike", { encoding })}</figcaption>
      <pre className={styles.text}>{lines.join("\n")}</pre>
    </figure>
  );
}
