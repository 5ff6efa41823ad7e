/** @file The kit's tooltip as a chunk of its own. */
export { Tooltip as default } from "@mantine/core";
