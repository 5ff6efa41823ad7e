import { expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { readDatePart } from "./dateParts.ts";
import { dateParts } from "./recipe.ts";

/** The platform's own calendar. */
function ofPlatform(ms: number): Record<(typeof dateParts)[number], number> {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  const newYear = new Date(0).setUTCFullYear(year, 0, 1);
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: (date.getUTCDay() + 6) % 7,
    dayOfYear: Math.floor((ms - newYear) / 86_400_000) + 1,
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}

function agree(ms: number): void {
  expect(Object.fromEntries(dateParts.map((part) => [part, readDatePart(part, ms)]))).toEqual(ofPlatform(ms));
}

it("reads every part as the platform's calendar does, before 1970 and in leap years too", () => {
  for (const year of [1600, 1900, 1969, 1970, 2000, 2023, 2024, 2100, 9999])
    for (let day = 0; day < 367; day++) agree(Date.UTC(year, 0, 1) + day * 86_400_000 + 86_399_999);
  fc.assert(fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), agree));
});
