/**
 * @file Files and folders dropped, pictures and tables pasted, anywhere on the page. Everything that was dropped is handed
 * over together; what it truly is, the worker finds out by its bytes. A project opens alone.
 */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useDataset } from "../state/dataset.ts";
import { useProject } from "../state/project.ts";
import { showToast } from "../state/toasts.ts";
import { fileCountLimit, type Held, walk } from "../ui/collectFiles.ts";
import { useFormat } from "../ui/format.ts";
import { isTyping } from "../ui/typing.ts";
import styles from "./DropZone.module.css";
import { type Dropped, describeDrop, pastedTable } from "./dropped.ts";
import { ProgressLine } from "./ProgressLine.tsx";
import { useProjectActions } from "./useProjectActions.ts";

export function DropZone() {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const { found, gather, cancel } = useGathering();
  const take = useTake(gather);
  const over = useDrops(take);
  if (found !== null) {
    return (
      <div className={styles.gathering} role="status">
        <ProgressLine
          label={t("drop.gathering", { n: number(found) })}
          name={t("drop.gatheringName")}
          done={0}
          total={null}
          onCancel={cancel}
        />
      </div>
    );
  }
  return over ? (
    <div className={styles.zone} aria-hidden="true">
      <span className={styles.text}>{t("drop.here")}</span>
    </div>
  ) : null;
}

/** Listens on the whole page; whether something is held over it. */
function useDrops(take: (dropped: Dropped) => void): boolean {
  const { t } = useTranslation("images");
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth++;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const move = (event: DragEvent) => {
      // Without this the browser would leave the page for the file.
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      // A part of the page that takes files itself has taken it.
      if (event.defaultPrevented || event.dataTransfer === null || !hasFiles(event)) return;
      event.preventDefault();
      take(describeDrop(event.dataTransfer));
    };
    const paste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || event.clipboardData === null || isTyping(event.target)) return;
      if (event.clipboardData.files.length > 0) return take(describeDrop(event.clipboardData));
      const file = pastedTable(event.clipboardData.getData("text/plain"), t("drop.pasted"));
      if (file !== null) take({ kind: "data", held: { files: [file], entries: [] } });
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: move, drop, paste };
    for (const [type, listen] of Object.entries(listeners)) window.addEventListener(type, listen as EventListener);
    return () => {
      for (const [type, listen] of Object.entries(listeners)) window.removeEventListener(type, listen as EventListener);
    };
  }, [take, t]);
  return over;
}

/** Folders being walked: how many files are found so far, where it takes long enough to be said. */
function useGathering() {
  const [found, setFound] = useState<number | null>(null);
  const abort = useRef<AbortController | null>(null);
  const gather = async (held: Held) => {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    let count = 0;
    const shown = setInterval(() => setFound(count), 300);
    try {
      const options = { signal: controller.signal, onFound: (now: number) => (count = now) };
      return await walk(held, options);
    } catch (error) {
      if (controller.signal.aborted) return null;
      throw error;
    } finally {
      clearInterval(shown);
      if (abort.current === controller) setFound(null);
    }
  };
  const cancel = () => {
    abort.current?.abort();
    setFound(null);
  };
  return { found, gather, cancel };
}

function useTake(gather: ReturnType<typeof useGathering>["gather"]) {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const [, navigate] = useLocation();
  const { importProject } = useProjectActions();
  const problem = (text: string) => showToast({ kind: "problem", text });
  const takeData = async (held: Held) => {
    if (useProject.getState().readOnly) return problem(t("drop.readOnly"));
    const walked = await gather(held);
    if (walked === null) return;
    const { files, lost, cut } = walked;
    if (lost > 0) problem(t("drop.lost", { n: number(lost) }));
    if (cut) problem(t("drop.cut", { n: number(fileCountLimit) }));
    if (files.length === 0) return lost > 0 ? undefined : problem(t("drop.emptyFolder"));
    navigate("/data");
    await useDataset.getState().read(files);
  };
  const take = (dropped: Dropped) => {
    switch (dropped.kind) {
      case "nothing":
        return problem(t("drop.nothing"));
      case "projectAmongOthers":
        return problem(t("drop.projectAmongOthers", { name: dropped.name }));
      case "project":
        return void importProject(dropped.file);
      case "data":
        return void takeData(dropped.held);
    }
  };
  // The listeners stay while what they call changes with every drawing.
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  const [stable] = useState(() => (dropped: Dropped) => latest.current(dropped));
  return stable;
}
