/** @file Catches what we did wrong: says so in plain words, shows the message, and offers the ways on. */
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useProjects } from "../state/projects.ts";
import styles from "./ErrorBoundary.module.css";

interface State {
  readonly error: Error | null;
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    return this.state.error === null ? this.props.children : <Crash message={this.state.error.message} />;
  }
}

function Crash({ message }: { readonly message: string }) {
  const { t } = useTranslation();
  const exportOpen = useProjects((state) => state.exportOpen);
  return (
    <div role="alert" className={styles.crash}>
      <h2 className={styles.title}>{t("crash.title")}</h2>
      <p className={styles.text}>{t("crash.text")}</p>
      <pre className={styles.message}>{`${t("crash.message")}: ${message}`}</pre>
      <div className={styles.actions}>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {t("actions.reload")}
        </button>
        <button type="button" className="button" onClick={() => void exportOpen()}>
          {t("crash.export")}
        </button>
      </div>
    </div>
  );
}
