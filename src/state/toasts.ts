/** @file Short messages that come and go: what was done, with the button that takes it back, or why something was not done. */
import { create } from "zustand";

export interface Toast {
  readonly id: number;
  readonly kind: "done" | "problem";
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Long enough to read, and longer where something can be taken back; the pointer on a toast holds it. */
export const toastMs = ({ action }: Pick<Toast, "action">): number => (action === undefined ? 10_000 : 20_000);

let lastId = 0;

export const useToasts = create<{ readonly toasts: readonly Toast[] }>()(() => ({ toasts: [] }));

export function showToast(toast: Omit<Toast, "id">): void {
  const id = ++lastId;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { ...toast, id }] }));
}

export const dismissToast = (id: number): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
