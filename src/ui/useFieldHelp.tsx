/** @file A "?" behind a field's name that opens a sentence below the field: what both are given to. */
import { useState } from "react";
import { ParamAside } from "./ParamAside.tsx";

export function useFieldHelp(label: string, text: string) {
  const [open, setOpen] = useState(false);
  const toggle = () => setOpen((was) => !was);
  return { labelAside: <ParamAside label={label} help={{ open, toggle }} />, help: open ? text : undefined };
}
