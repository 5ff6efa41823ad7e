/** @file The live picture of a camera, which camera it is, and why there is none. What is done with it stands below it. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SelectField } from "../SelectField.tsx";
import styles from "./Capture.module.css";
import type { Camera } from "./useCamera.ts";

export function CameraView({ camera, children }: { readonly camera: Camera; readonly children: ReactNode }) {
  const { t } = useTranslation("images");
  const { state, devices, deviceId } = camera;
  return (
    <div className={styles.camera}>
      <div className={styles.screen}>
        <video ref={camera.video} className={styles.video} muted playsInline aria-label={t("camera.live")} />
        {state.kind === "starting" ? <p className={styles.over}>{t("camera.starting")}</p> : null}
        {state.kind === "failed" ? (
          <div className={styles.over} role="alert">
            <p>{t(`camera.error.${state.fault}`, { reason: state.reason })}</p>
            <button type="button" className="button" onClick={camera.retry}>
              {t("camera.retry")}
            </button>
          </div>
        ) : null}
      </div>
      <div className={styles.beside}>
        {devices.length < 2 ? null : (
          <SelectField
            label={t("camera.device")}
            value={deviceId ?? ""}
            options={devices.map(({ id, label }, i) => ({
              value: id,
              label: label || t("camera.unnamed", { n: i + 1 }),
            }))}
            onChange={camera.choose}
          />
        )}
        {children}
      </div>
    </div>
  );
}
