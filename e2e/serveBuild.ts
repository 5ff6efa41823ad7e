/**
 * @file Serves `dist/` for the journeys with the server that users get, on a free port, so that runs beside one another
 * do not meet. `LAYERWISE_DIST` names another build, e.g. one made beside sources that are being edited.
 */
import { fileURLToPath } from "node:url";
import { serve } from "../scripts/serve.mjs";

/** Where the journeys find the address; set here, before Playwright starts its workers. */
export const ADDRESS_VARIABLE = "LAYERWISE_ADDRESS";

/** The build that is served. */
export const buildFolder = (): string =>
  process.env.LAYERWISE_DIST ?? fileURLToPath(new URL("../dist", import.meta.url));

export default async function serveBuild(): Promise<() => void> {
  const { server, url } = await serve({ root: buildFolder(), port: 0 });
  process.env[ADDRESS_VARIABLE] = url;
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
