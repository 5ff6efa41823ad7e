/**
 * @file The camera as a state: starting, live, or why not. The stream lives only as long as the part of the page that
 * shows it; a camera that is unplugged or taken away is told, not frozen.
 */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

export type CameraFault = "refused" | "none" | "busy" | "lost" | "unsupported" | "other";

export type CameraState =
  | { readonly kind: "starting" }
  | { readonly kind: "live" }
  | { readonly kind: "failed"; readonly fault: CameraFault; readonly reason: string };

export interface CameraDevice {
  readonly id: string;
  /** Empty where the browser does not tell. */
  readonly label: string;
}

export interface Camera {
  readonly state: CameraState;
  readonly devices: readonly CameraDevice[];
  /** The one in use; null: whichever the browser prefers. */
  readonly deviceId: string | null;
  readonly video: RefObject<HTMLVideoElement | null>;
  choose(deviceId: string): void;
  retry(): void;
}

/** The camera's own names of what went wrong. */
function faultOf(error: unknown): CameraFault {
  switch ((error as { name?: string } | null)?.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "other";
  }
}

const constraintsOf = (deviceId: string | null): MediaStreamConstraints => ({
  audio: false,
  video: {
    width: { ideal: 640 },
    height: { ideal: 640 },
    ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
  },
});

async function listCameras(): Promise<readonly CameraDevice[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "")
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

export function useCamera(): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<CameraState>({ kind: "starting" });
  const [devices, setDevices] = useState<readonly CameraDevice[]>([]);
  const [wanted, setWanted] = useState<{ readonly deviceId: string | null; readonly turn: number }>({
    deviceId: null,
    turn: 0,
  });
  const [used, setUsed] = useState<string | null>(null);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let over = false;
    const fail = (fault: CameraFault, reason = "") => setState({ kind: "failed", fault, reason });
    setState({ kind: "starting" });
    // Browsers leave it out where the page did not come over a secure way.
    const media: MediaDevices | undefined = navigator.mediaDevices;
    if (media === undefined) return fail("unsupported");
    const start = async () => {
      try {
        stream = await media.getUserMedia(constraintsOf(wanted.deviceId));
        const track = stream.getVideoTracks()[0];
        const element = video.current;
        if (over || element === null || track === undefined) return stopTracks(stream);
        track.addEventListener("ended", () => !over && fail("lost"));
        element.srcObject = stream;
        await element.play();
        if (over) return;
        setUsed(track.getSettings().deviceId ?? null);
        setState({ kind: "live" });
        setDevices(await listCameras());
      } catch (error) {
        if (over) return;
        fail(faultOf(error), (error as { name?: string }).name ?? "");
        if (stream !== null) stopTracks(stream);
      }
    };
    void start();
    return () => {
      over = true;
      if (stream !== null) stopTracks(stream);
      if (video.current !== null) video.current.srcObject = null;
    };
  }, [wanted]);
  const choose = useCallback((deviceId: string) => setWanted(({ turn }) => ({ deviceId, turn: turn + 1 })), []);
  const retry = useCallback(() => setWanted(({ turn }) => ({ deviceId: null, turn: turn + 1 })), []);
  return { state, devices, deviceId: used, video, choose, retry };
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
