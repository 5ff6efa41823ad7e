/** @file How the studio is built and served while developing: one page, one worker, the security headers of one source. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { caddySnippet, DEV_SECURITY_HEADERS, headersFile, nginxSnippet } from "./scripts/headers.mjs";
import { STAMP_FILE, sourceStamp } from "./scripts/sourceStamp.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Leaves beside the bundle what hosts need to send the headers, and the digest by which `npm start` knows it is fresh. */
function hostingFiles(): Plugin {
  return {
    name: "layerwise:hosting-files",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "_headers", source: headersFile() });
      this.emitFile({ type: "asset", fileName: "hosting/nginx.conf", source: nginxSnippet() });
      this.emitFile({ type: "asset", fileName: "hosting/Caddyfile", source: caddySnippet() });
      this.emitFile({ type: "asset", fileName: STAMP_FILE, source: sourceStamp(root) });
    },
  };
}

export default defineConfig({
  // Relative addresses: the build also works in a folder of some other host.
  base: "./",
  plugins: [react(), hostingFiles()],
  worker: { format: "es" },
  build: {
    target: "es2023",
    sourcemap: false,
    // Every browser with WebGPU preloads modules itself, and the polyfill would fetch from inline code.
    modulePreload: { polyfill: false },
    // The worker is large by nature; scripts/checkBundle.mjs holds the budgets.
    chunkSizeWarningLimit: 2000,
  },
  server: { host: "127.0.0.1", headers: DEV_SECURITY_HEADERS },
});
