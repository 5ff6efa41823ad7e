/** @file The UI kit drawn with the studio's tokens, so that its controls and the own ones cannot look apart. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** Shade 6 is the light theme's accent, shade 4 the dark one's. */
const accent: MantineColorsTuple = [
  "#eeeefb",
  "#dcdcf6",
  "#bcbcf0",
  "#a3a3f5",
  "#8b8bf0",
  "#7171e3",
  "#5b5bd6",
  "#4d4dc4",
  "#4040ab",
  "#333390",
];

export const mantineTheme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 4 },
  colors: { accent },
  autoContrast: true,
  fontFamily: "var(--sans)",
  fontFamilyMonospace: "var(--mono)",
  fontSizes: { xs: "11px", sm: "12px", md: "13px", lg: "14px", xl: "16px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "4px", sm: "6px", md: "7px", lg: "9px", xl: "11px" },
  defaultRadius: "md",
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { size: "md", variant: "default" } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 100 } } },
    Menu: { defaultProps: { transitionProps: { duration: 100 }, shadow: "md" } },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, centered: true } },
  },
});

export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--bg)",
    "--mantine-color-text": "var(--text)",
    "--mantine-color-dimmed": "var(--dim)",
    "--mantine-color-placeholder": "var(--dim)",
    "--mantine-color-default": "var(--panel)",
    "--mantine-color-default-hover": "var(--bg)",
    "--mantine-color-default-color": "var(--text)",
    "--mantine-color-default-border": "var(--line-strong)",
    "--mantine-color-error": "var(--bad-text)",
    "--mantine-color-anchor": "var(--accent-text)",
  };
  return { variables: {}, light: shared, dark: shared };
};
