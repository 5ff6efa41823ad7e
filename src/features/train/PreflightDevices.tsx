/** @file Whether another device of this machine would train the model faster, as far as it was tried, and the way there. */
import { useTranslation } from "react-i18next";
import { candidateOn, fasterRival, secondsPerEpoch } from "../../core/training/preflight.ts";
import type { Backend } from "../../core/training/types.ts";
import { chooseDevice } from "../../state/engine.ts";
import { type Measured, usePreflight } from "../../state/preflight.ts";
import { useFormat } from "../../ui/format.ts";
import { useSentences } from "../../ui/sentences.ts";
import styles from "./Preflight.module.css";
import { WithButton } from "./WithButton.tsx";

interface PreflightDevicesProps {
  readonly measured: Measured;
  /** The one that is tried now; null: none any more. */
  readonly trying: Backend | null;
  /** The one that the studio trains on now. */
  readonly used: Backend;
  readonly batchSize: number;
}

export function PreflightDevices({ measured, trying, used, batchSize }: PreflightDevicesProps) {
  const { t } = useTranslation("preflight");
  const { number } = useFormat();
  const joined = useSentences();
  const cancel = usePreflight((state) => state.cancel);
  if (trying !== null) {
    return (
      <div className={styles.checking}>
        <span>{t("comparing", { device: t(`device.${trying}`) })}</span>
        <button type="button" className="button small" onClick={cancel}>
          {t("cancel")}
        </button>
      </div>
    );
  }
  const { result, backend, rivals } = measured;
  const first = result.candidates[0]?.batchSize;
  // Others were tried with one batch only; of another they tell nothing.
  if (rivals.length === 0 || batchSize !== first) return null;
  const devices = [backend, ...rivals.map((rival) => rival.backend)].map((name) => ({
    backend: name,
    candidate: candidateOn(result, backend, rivals, name, batchSize) ?? null,
  }));
  const own = devices.find((device) => device.backend === used)?.candidate ?? null;
  const others = devices.filter((device) => device.backend !== used);
  const faster = own === null ? null : fasterRival(result, own, others);
  const leavesGpu = faster !== null && isGpu(used) && !isGpu(faster.backend);
  return (
    <>
      {faster === null ? (
        <p className={styles.line}>{t("noneFaster")}</p>
      ) : (
        <>
          <WithButton label={t(`trainOn.${faster.backend}`)} onClick={() => chooseDevice(faster.backend)}>
            {t(`fasterOn.${faster.backend}`, { times: number(faster.times, 1) })}
          </WithButton>
          <p className={styles.note}>{joined([...(leavesGpu ? [t("smallWork")] : []), t("choiceHolds")])}</p>
        </>
      )}
      <Devices result={result} devices={devices} used={used} />
    </>
  );
}

const isGpu = (backend: Backend): boolean => backend === "webgpu" || backend === "webgl";

interface DevicesProps extends Pick<Measured, "result"> {
  readonly devices: Measured["rivals"];
  readonly used: Backend;
}

function Devices({ result, devices, used }: DevicesProps) {
  const { t } = useTranslation("preflight");
  const { number, duration } = useFormat();
  return (
    <table className={styles.table} aria-label={t("devices")}>
      <thead>
        <tr>
          <th scope="col">{t("deviceHead")}</th>
          <th scope="col">{t("rowsPerSecond")}</th>
          <th scope="col">{t("epochHead")}</th>
        </tr>
      </thead>
      <tbody>
        {devices.map(({ backend, candidate }) => (
          <tr key={backend} aria-current={backend === used ? "true" : undefined}>
            <th scope="row">{t(`device.${backend}`)}</th>
            {candidate === null ? (
              <td colSpan={2} className={styles.slower}>
                {t("notFaster")}
              </td>
            ) : (
              <>
                <td>{number(candidate.rowsPerSecond, 0)}</td>
                <td>{duration(secondsPerEpoch(result, candidate))}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
