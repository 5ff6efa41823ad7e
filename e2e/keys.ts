/** @file What people do in the studio by keyboard alone: every place is reached by Tab, every press is a key. */
import { expect, type Locator, type Page } from "@playwright/test";

/** More stops than any step has. */
const mostStops = 150;

/** Looks a target up once, not at each press: by role and name that takes longer than the press itself. */
async function focusWatch(target: Locator): Promise<() => Promise<boolean>> {
  let found = await target.elementHandle();
  return async () => {
    const state = await found?.evaluate((element) =>
      element.isConnected ? element === document.activeElement : ("replaced" as const),
    );
    if (typeof state === "boolean") return state;
    found = await target.elementHandle();
    return (await found?.evaluate((element) => element === document.activeElement)) === true;
  };
}

/** Presses Tab until the target has the focus; from the top of the page round, as a person does who looks for it. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await expect(target).toBeVisible();
  const hasFocus = await focusWatch(target);
  for (let stop = 0; stop < mostStops; stop++) {
    if (await hasFocus()) {
      await expectVisibleFocus(target);
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${target} is not reached by ${mostStops} presses of ${key}`);
}

/** Who cannot see where the focus is cannot use the keyboard. */
async function expectVisibleFocus(target: Locator): Promise<void> {
  const mark = await target.evaluate((element) => {
    // The mark may be drawn by a frame around a field, never further away than that.
    for (let at: Element | null = element, up = 0; at !== null && up < 3; at = at.parentElement, up++) {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      if (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) return "outline";
      if (boxShadow !== "none") return "shadow";
    }
    return "none";
  });
  expect(mark, `the focus on ${target} is seen`).not.toBe("none");
}

/** Goes to a step by its link; backwards it is near from the beginning of a step. */
export async function goByKeyboard(page: Page, step: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const link = page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: step, exact: true });
  await tabTo(page, link, key);
  await page.keyboard.press("Enter");
  await expect(link).toHaveAttribute("aria-current", "page");
}

/** Types a number into one of the page's number fields. */
export async function typeNumber(page: Page, name: string, value: number): Promise<void> {
  await tabTo(page, page.getByRole("spinbutton", { name, exact: true }));
  await page.keyboard.press("Control+A");
  await page.keyboard.type(String(value));
  await expect(page.getByRole("spinbutton", { name, exact: true })).toHaveValue(String(value));
}
