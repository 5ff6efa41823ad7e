/** @file Values in little room keep what tells. */
import { describe, expect, it } from "vitest";
import { formatOf } from "../../ui/format.ts";
import { columnFigure, dateFigure, figure, spanOf } from "./figures.ts";

const en = formatOf("en");

describe("figure", () => {
  it("keeps the whole part of large values and four digits of small ones", () => {
    expect(figure(43.92193, en)).toBe("43.92");
    expect(figure(6300, en)).toBe("6,300");
    expect(figure(4201.754, en)).toBe("4,201.8");
    expect(figure(0.013444, en)).toBe("0.01344");
    expect(figure(0, en)).toBe("0");
    expect(figure(-1234.5, en)).toBe("-1,234.5");
  });
});

describe("dateFigure", () => {
  it("writes the day, and the time only where there is one", () => {
    expect(dateFigure(Date.UTC(2020, 1, 29))).toBe("2020-02-29");
    expect(dateFigure(Date.UTC(1969, 11, 31, 23, 5))).toBe("1969-12-31 23:05");
  });

  it("does not throw for what is no date", () => {
    expect(dateFigure(Number.NaN)).toBe("NaN");
    expect(dateFigure(9e15)).toBe("9000000000000000");
  });

  it("is used for date columns alone", () => {
    expect(columnFigure(0, "date", en)).toBe("1970-01-01");
    expect(columnFigure(0, "integer", en)).toBe("0");
  });
});

describe("spanOf", () => {
  it("is told in days, below one in hours", () => {
    expect(spanOf(36 * 3_600_000)).toEqual({ unit: "day", count: 1.5 });
    expect(spanOf(1_800_000)).toEqual({ unit: "hour", count: 0.5 });
  });
});
