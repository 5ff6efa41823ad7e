import { expect, it } from "vitest";
import { gpuRhythm, Pace, type Rhythm } from "./pace.ts";

/** The size of each submit on a device of `msPerStep` that works on one submit after the other. */
async function paced(msPerStep: number, submits: number, rhythm: Rhythm = gpuRhythm): Promise<number[]> {
  let clock = 0;
  const pace = new Pace(() => clock, rhythm);
  const sizes: number[] = [];
  for (let i = 0; i < submits; i++) {
    const { steps } = pace;
    sizes.push(steps);
    const work = () => {
      clock += steps * msPerStep;
    };
    pace.submitted(steps, Promise.resolve().then(work));
    await pace.idle();
  }
  return sizes;
}

it("finds the size that takes the time it aims at, growing by no more than twice", async () => {
  expect(await paced(1, 6, { targetMs: 10, inFlight: 2 })).toEqual([1, 2, 4, 8, 10, 10]);
});

it("hands a slow device one step at a time", async () => {
  expect(await paced(700, 3)).toEqual([1, 1, 1]);
});

it("stops growing on a device that takes no time", async () => {
  expect((await paced(0, 20)).at(-1)).toBe(4096);
});

it("lets no more submits wait than the rhythm says, and tells of one that failed", async () => {
  const pace = new Pace(() => 0, { targetMs: 10, inFlight: 2 });
  const ends: ((error?: Error) => void)[] = [];
  const submit = () =>
    pace.submitted(
      1,
      new Promise((resolve, reject) => ends.push((error) => (error === undefined ? resolve() : reject(error)))),
    );
  submit();
  await pace.room();
  submit();
  let free = false;
  const room = pace.room().then(() => {
    free = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(free).toBe(false);
  ends[0]?.();
  await room;
  ends[1]?.(new Error("the device is lost"));
  await expect(pace.idle()).rejects.toThrow("the device is lost");
});

it("does not take an idle device's rest for work", async () => {
  let clock = 0;
  const pace = new Pace(() => clock, { targetMs: 10, inFlight: 2 });
  clock += 10_000;
  let end: () => void = () => undefined;
  pace.submitted(1, new Promise((resolve) => (end = resolve)));
  clock += 1;
  end();
  await pace.idle();
  expect(pace.steps).toBe(2);
});
