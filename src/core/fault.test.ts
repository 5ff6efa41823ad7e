/** @file What kind of failure an exception is, as far as its name and words tell. */
import { expect, it } from "vitest";
import { AppError, toFault } from "./fault.ts";

it("tells want of memory from other ranges", () => {
  expect(toFault(new RangeError("Array buffer allocation failed")).code).toBe("outOfMemory");
  expect(toFault(new RangeError("invalid array length")).code).toBe("outOfMemory");
  expect(toFault(new RangeError("Maximum call stack size exceeded")).code).toBe("unexpected");
  // What this very program does when too much is asked of it.
  expect(
    (() => {
      try {
        return String(new ArrayBuffer(2 ** 52));
      } catch (error) {
        return toFault(error).code;
      }
    })(),
  ).toBe("outOfMemory");
});

it("keeps the code of a fault that is one already, and knows a cancel and a full disk by their names", () => {
  expect(toFault(new AppError("deviceLost", { reason: "unknown" }))).toEqual({
    code: "deviceLost",
    context: { reason: "unknown" },
  });
  expect(toFault(new DOMException("", "AbortError")).code).toBe("cancelled");
  expect(toFault(new DOMException("", "QuotaExceededError")).code).toBe("quotaExceeded");
  expect(toFault("no error at all")).toEqual({ code: "unexpected", context: { message: "no error at all" } });
});
