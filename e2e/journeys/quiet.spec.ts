/** @file The page stays free while the worker trains: its own script takes less than a twentieth of the time. */
import { expect, test } from "../harness.ts";
import { chooseSample, epochsOf, goTo, setEndless, startTraining } from "../steps.ts";

const watchedMs = 10_000;

// A trace takes pictures of the page by scripts in the page: it would be measured too.
test.use({ trace: "off" });

test("the page's own script stays under a twentieth of the time while it trains", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setEndless(page);
  await startTraining(page);
  await expect.poll(() => epochsOf(page, "1"), { timeout: 120_000 }).toBeGreaterThanOrEqual(3);

  const session = await page.context().newCDPSession(page);
  // The processor's time of the page's thread: training takes all cores here, and a thread that waits for one does nothing.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value])) as Readonly<Record<string, number>>;
  };
  const longTasks = await page.evaluateHandle(() => {
    const seen: number[] = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
    return seen;
  });

  const [before, began] = [await read(), performance.now()];
  const epochBefore = await epochsOf(page, "1");
  await page.waitForTimeout(watchedMs);
  const [after, seconds] = [await read(), (performance.now() - began) / 1000];
  expect(await epochsOf(page, "1"), "it trained meanwhile").toBeGreaterThan(epochBefore);

  const share = (name: string) => ((after[name] ?? Number.NaN) - (before[name] ?? Number.NaN)) / seconds;
  const long = await longTasks.jsonValue();
  console.log(
    `script ${(share("ScriptDuration") * 100).toFixed(2)} %, all work of the page's thread ` +
      `${(share("TaskDuration") * 100).toFixed(2)} %, tasks over 50 ms: ${long.length}`,
  );
  expect(share("ScriptDuration")).toBeLessThan(0.05);

  await page.getByRole("button", { name: "Stop", exact: true }).click();
});
