/** @file What a run is told: a stop is final, and is heard by whatever the run waits for. */
import { expect, it } from "vitest";
import { RunControl } from "./control.ts";

const never = () => new AbortController().signal;

it("aborts what a stopped run waits for, and nothing of a paused one", () => {
  const control = new RunControl("run", never());
  control.tell("pause");
  control.tell("resume");
  expect([control.wish, control.stopped.aborted]).toEqual(["run", false]);
  control.tell("stop");
  control.tell("resume");
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
