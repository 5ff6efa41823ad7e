/** @file Order among numbers, against a typed array's own sort. */
import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { atOnce } from "../pieces.ts";
import { placesInOrder, sortedNumbers, twoInOrder } from "./sorting.ts";

/** −0 and 0 are one number here. */
const plain = (values: Iterable<number>) => Array.from(values, (value) => value + 0);

const numbers = fc.array(
  fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(0, -0, Number.MAX_VALUE, -Number.MIN_VALUE, Number.NEGATIVE_INFINITY),
  ),
  { minLength: 1, maxLength: 60 },
);

describe("numbers in order", () => {
  it("finds what sorting would put at a place, and the one after it", () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (list, at) => {
        const values = Float64Array.from(list);
        const place = at % values.length;
        const sorted = plain(values.slice().sort());
        const expected = [sorted[place], sorted[Math.min(place + 1, sorted.length - 1)]];
        expect([...atOnce(twoInOrder(values, place))]).toEqual(expected);
        expect([...values]).toEqual([...Float64Array.from(list)]);
      }),
    );
  });

  it("sorts what takes several runs, and leaves the values as they were", () => {
    for (const count of [0, 1, 65_536, 65_537, 400_000]) {
      const values = Float64Array.from({ length: count }, (_, i) => ((i * 7919) % 10_007) - 5000 + (i % 3) / 4);
      const before = values.slice();
      expect(atOnce(sortedNumbers(values))).toEqual(values.slice().sort());
      expect(values).toEqual(before);
    }
  });

  it("keeps the order of equal numbers", () => {
    fc.assert(
      fc.property(numbers, (list) => {
        const values = Float64Array.from(list);
        const places = [...values.keys()].sort((a, b) => {
          const [x, y] = [values[a] as number, values[b] as number];
          return x < y ? -1 : x > y ? 1 : a - b;
        });
        expect([...atOnce(placesInOrder(values))]).toEqual(places);
      }),
    );
  });
});
