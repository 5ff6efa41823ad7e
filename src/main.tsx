/** @file The page's entry: the policy for styles, the language, then the studio. */
import "@mantine/core/styles.layer.css";
import "./app/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { allowStyleSheets } from "./app/trustedTypes.ts";
import { startI18n } from "./locales/i18n.ts";
import { usePreferences } from "./state/preferences.ts";

allowStyleSheets();
const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
await startI18n(usePreferences.getState().language);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
