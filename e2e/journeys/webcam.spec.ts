/**
 * @file Two classes recorded with a camera: Chromium's own test picture, a clock that turns. Also a camera that is refused,
 * and one that nobody has.
 */
import type { Page } from "@playwright/test";
import { presentChromium, WEBGPU_FLAGS } from "../../scripts/chromium.mjs";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import { dataSummary } from "../steps.ts";

const withCamera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

const card = (page: Page, name: string) =>
  page.getByRole("group", { name: "Classes", exact: true }).getByRole("group", { name, exact: true });
const camera = (page: Page) => page.getByRole("dialog", { name: "Camera" });

/** How many pictures a class has. */
async function count(page: Page, name: string): Promise<number> {
  return Number(/([\d,]+) images?/.exec((await card(page, name).textContent()) ?? "")?.[1]);
}

test.use({ launchOptions: { executablePath: presentChromium(), args: [...WEBGPU_FLAGS, ...withCamera] } });

test("two classes are recorded, by mouse and by keys", async ({ studio, page }) => {
  await studio.open("#/data");
  await page.getByRole("button", { name: "Take or draw pictures…" }).click();
  const recorded = camera(page).getByRole("status");
  const hold = camera(page).getByRole("button", { name: "Hold to record" });

  await test.step("held by the mouse", async () => {
    await card(page, "Class 1").getByRole("textbox", { name: "Name of the class" }).fill("left");
    await page.keyboard.press("Enter");
    await card(page, "left").getByRole("button", { name: "Camera" }).click();
    await expect(hold).toBeEnabled();
    expect(await accessibilityViolations(page)).toEqual([]);
    await hold.hover();
    await page.mouse.down();
    await expect(recorded).toContainText(/Recording: ([5-9]|\d\d+) pictures/);
    await page.mouse.up();
    await expect(recorded).toContainText(/pictures added to “left”/);
  });

  await test.step("held by Space, into the other class, with the camera still on", async () => {
    await camera(page).getByRole("combobox", { name: "Class" }).selectOption({ label: "Class 2" });
    await hold.focus();
    await page.keyboard.down("Space");
    await expect(recorded).toContainText(/Recording: ([5-9]|\d\d+) pictures/);
    await page.keyboard.up("Space");
    await expect(recorded).toContainText(/pictures added to “Class 2”/);
    await page.keyboard.press("Escape");
    await expect(camera(page)).toHaveCount(0);
  });

  await test.step("they are a dataset of two classes, taken back one recording at a time", async () => {
    const [left, right] = [await count(page, "left"), await count(page, "Class 2")];
    expect(left).toBeGreaterThanOrEqual(5);
    expect(right).toBeGreaterThanOrEqual(5);
    await expect(dataSummary(page)).toContainText(`${left + right} images`);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(dataSummary(page)).toContainText(`${left} images`);
    await page.getByRole("button", { name: "Redo", exact: true }).click();
    await expect(dataSummary(page)).toContainText(`${left + right} images`);
  });

  await test.step("the camera is off once the dialog is closed", async () => {
    await page.evaluate(() => {
      const media = navigator.mediaDevices;
      const open = media.getUserMedia.bind(media);
      media.getUserMedia = async (constraints) => {
        const stream = await open(constraints);
        (window as unknown as { stream: MediaStream }).stream = stream;
        return stream;
      };
    });
    const state = () =>
      page.evaluate(() => (window as unknown as { stream: MediaStream }).stream.getVideoTracks()[0]?.readyState);
    await card(page, "left").getByRole("button", { name: "Camera" }).click();
    await expect(hold).not.toHaveAttribute("aria-disabled");
    expect(await state()).toBe("live");
    await camera(page).getByRole("button", { name: "Close" }).click();
    await expect.poll(state).toBe("ended");
  });
});

test("a camera that is lost says so", async ({ studio, page }) => {
  await studio.open("#/data");
  await page.getByRole("button", { name: "Take or draw pictures…" }).click();
  await card(page, "Class 1").getByRole("button", { name: "Camera" }).click();
  await expect(camera(page).getByRole("button", { name: "Hold to record" })).not.toHaveAttribute("aria-disabled");
  await page.evaluate(() => {
    const stream = document.querySelector("video")?.srcObject;
    if (!(stream instanceof MediaStream)) throw new Error("no stream");
    stream.getVideoTracks()[0]?.dispatchEvent(new Event("ended"));
  });
  await expect(camera(page).getByRole("alert")).toContainText("unplugged");
  await camera(page).getByRole("button", { name: "Try again" }).click();
  await expect(camera(page).getByRole("alert")).toHaveCount(0);
});
test("a camera that is refused, and none at all, say what to do", async ({ studio, page }) => {
  await page.addInitScript(() => {
    let asked = 0;
    navigator.mediaDevices.getUserMedia = async () => {
      throw new DOMException("no", asked++ === 0 ? "NotAllowedError" : "NotFoundError");
    };
  });
  await studio.open("#/data");
  await page.getByRole("button", { name: "Take or draw pictures…" }).click();
  await card(page, "Class 1").getByRole("button", { name: "Camera" }).click();
  await expect(camera(page).getByRole("alert")).toContainText("does not allow this page to use the camera");
  await expect(camera(page).getByRole("button", { name: "Hold to record" })).toBeDisabled();
  await camera(page).getByRole("button", { name: "Try again" }).click();
  await expect(camera(page).getByRole("alert")).toContainText("No camera was found");
  expect(await accessibilityViolations(page)).toEqual([]);
});
