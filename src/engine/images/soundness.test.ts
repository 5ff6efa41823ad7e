/** @file 43: files cut off at every byte and changed at every byte; what is not whole is never decoded. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import fixtures from "./fixtures/images.json";
import { checkImage } from "./soundness.ts";

type Name = keyof typeof fixtures;
const names = Object.keys(fixtures) as Name[];
const fileOf = (name: Name): Uint8Array => new Uint8Array(Buffer.from(fixtures[name].file, "base64"));

describe("43: image files", () => {
  it("are whole as programs write them, of the size that Pillow finds", () => {
    for (const name of names) {
      const { width, height } = fixtures[name];
      expect(checkImage(fileOf(name)), name).toMatchObject({ ok: true, header: { width, height } });
    }
  });

  it("are refused wherever they are cut off", () => {
    for (const name of names) {
      const file = fileOf(name);
      const accepted = Array.from(file.keys()).filter((length) => checkImage(file.subarray(0, length)).ok);
      // WebP's last byte may be a filler.
      expect(
        accepted.filter((length) => length < file.length - 1),
        name,
      ).toEqual([]);
    }
  });

  it("are refused whichever byte of a PNG is another", () => {
    const file = fileOf("png rgb");
    for (let at = 0; at < file.length; at++) {
      const changed = file.slice();
      changed[at] = (changed[at] as number) ^ 0x20;
      expect(checkImage(changed).ok, String(at)).toBe(false);
    }
  });

  it("never make the check fail, whatever they hold", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 10 }),
        (name, changes) => {
          const file = fileOf(name);
          for (const [at, value] of changes) if (at < file.length) file[at] = value;
          const checked = checkImage(file);
          if (checked.ok) expect(checked.header.width * checked.header.height).toBeLessThanOrEqual(64_000_000);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
