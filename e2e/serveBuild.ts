/**
 * @file Serves `dist/` for the journeys with the server that users get, on a free port, so that runs beside one another
 * do not meet. `LAYERWISE_DIST` names another build, e.g. one made beside sources that are being edited.
 */
import { fileURLToPath } from "node:url";
import { serve } from "../scripts/serve.mjs";

/** Where the journeys find the address; set here, before Playwright starts its workers. */
export const ADDRESS_VARIABLE = "LAYERWISE_ADDRESS";

export default async function serveBuild(): Promise<() => void> {
  const root = process.env.LAYERWISE_DIST ?? fileURLToPath(new URL("../dist", import.meta.url));
  const { server, url } = await serve({ root, port: 0 });
  process.env[ADDRESS_VARIABLE] = url;
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
