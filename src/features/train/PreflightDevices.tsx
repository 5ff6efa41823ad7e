/** @file Whether another device of this machine would train the model faster, as far as it was tried, and the way there. */
import { useTranslation } from "react-i18next";
import {
  type Candidate,
  fasterDevice,
  type Preflight,
  type Rival,
  secondsPerEpoch,
} from "../../core/training/preflight.ts";
import type { Backend } from "../../core/training/types.ts";
import { chooseDevice } from "../../state/engine.ts";
import { usePreflight } from "../../state/preflight.ts";
import { useFormat } from "../../ui/format.ts";
import { useSentences } from "../../ui/sentences.ts";
import { Offer } from "./Offer.tsx";
import styles from "./Preflight.module.css";

/** The device that is tried now. */
export function Comparing({ backend }: { readonly backend: Backend }) {
  const { t } = useTranslation("preflight");
  const cancel = usePreflight((state) => state.cancel);
  return (
    <div className={styles.checking}>
      <span>{t("comparing", { device: t(`device.${backend}`) })}</span>
      <button type="button" className="button small" onClick={cancel}>
        {t("cancel")}
      </button>
    </div>
  );
}

interface PreflightDevicesProps {
  readonly result: Preflight;
  /** All that were tried. */
  readonly devices: readonly Rival[];
  /** The one that the studio trains on now, and its figures. */
  readonly used: Backend;
  readonly own: Candidate;
}

export function PreflightDevices({ result, devices, used, own }: PreflightDevicesProps) {
  if (devices.length < 2) return null;
  return (
    <>
      <FasterDevice result={result} devices={devices} used={used} own={own} />
      <Devices result={result} devices={devices} used={used} />
    </>
  );
}

const isGpu = (backend: Backend): boolean => backend === "webgpu" || backend === "webgl";

function FasterDevice({ result, devices, used, own }: PreflightDevicesProps) {
  const { t } = useTranslation("preflight");
  const { number } = useFormat();
  const joined = useSentences();
  const faster = fasterDevice(result, own, devices);
  if (faster === null) return <p className={styles.line}>{t("noneFaster")}</p>;
  const { backend, times } = faster;
  const leavesGpu = isGpu(used) && !isGpu(backend);
  // Both are the CPU: what differs has to be named.
  const way = used === "cpu" && backend === "wasm" ? "wasmFromCpu" : backend;
  return (
    <>
      <Offer label={t(`use.${way}`)} onAccept={() => chooseDevice(backend)}>
        {t(`fasterOn.${way}`, { times: number(times, 1) })}
      </Offer>
      <p className={styles.note}>{joined([...(leavesGpu ? [t("smallWork")] : []), t("choiceHolds")])}</p>
    </>
  );
}

function Devices({ result, devices, used }: Omit<PreflightDevicesProps, "own">) {
  const { t } = useTranslation("preflight");
  const { duration } = useFormat();
  return (
    <table className={styles.table} aria-label={t("devices")}>
      <thead>
        <tr>
          <th scope="col">{t("deviceHead")}</th>
          <th scope="col">{t("epochHead")}</th>
        </tr>
      </thead>
      <tbody>
        {devices.map(({ backend, outcome }) => (
          <tr key={backend} aria-current={backend === used ? "true" : undefined}>
            <th scope="row">{t(`device.${backend}`)}</th>
            {outcome.kind === "measured" ? (
              <td>{duration(secondsPerEpoch(result, outcome.candidate))}</td>
            ) : (
              <td className={styles.outcome}>{t(`outcome.${outcome.kind}`)}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
