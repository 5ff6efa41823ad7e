/** @file What a run is told: a stop is final, and is heard by whatever the run waits for. */
import { expect, it } from "vitest";
import { RunControl } from "./control.ts";

const never = () => new AbortController().signal;

it("aborts what a stopped run waits for, and nothing of a paused one", () => {
  const control = new RunControl("run", never());
  control.tell({ action: "pause" });
  control.tell({ action: "resume" });
  expect([control.wish, control.stopped.aborted]).toEqual(["run", false]);
  control.tell({ action: "stop" });
  control.tell({ action: "resume" });
  expect([control.wish, control.stopped.aborted]).toEqual(["stop", true]);
  expect(control.stopped.reason).toMatchObject({ code: "cancelled" });
});

it("is stopped with the stream, before it begins or later", () => {
  const cancel = new AbortController();
  const control = new RunControl("step", cancel.signal);
  cancel.abort();
  expect([control.wish, control.stopped.aborted]).toEqual(["stop", true]);
  expect(new RunControl("run", cancel.signal).stopped.aborted).toBe(true);
});

it("goes on for a batch or an epoch, and then waits unless told otherwise", () => {
  const control = new RunControl("run", never());
  control.tell({ action: "step", unit: "batch" });
  expect(control.wish).toBe("batch");
  control.done("step");
  expect(control.wish).toBe("batch");
  control.done("batch");
  expect(control.wish).toBe("pause");
  control.tell({ action: "step", unit: "epoch" });
  control.tell({ action: "resume" });
  control.done("step");
  expect(control.wish).toBe("run");
});

it("hands on the last learning rate once, and wakes a paused run with it", async () => {
  const control = new RunControl("pause", never());
  const word = control.next();
  control.tell({ action: "setRate", rate: 0.1 });
  control.tell({ action: "setRate", rate: 0.01 });
  await word;
  expect([control.wish, control.takeRate(), control.takeRate()]).toEqual(["pause", 0.01, null]);
});
