/** @file Plants one fault after the other into a small bundle that passes, and sees each named. */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { judgeBundle } from "./checkBundle.mjs";

const HTML = `<link rel="stylesheet" href="./assets/index-aaaaaaaa.css"><script type="module" src="./assets/index-aaaaaaaa.js"></script>`;
const GOOD: Readonly<Record<string, string>> = {
  "index-aaaaaaaa.js":
    'import("./chart-bbbbbbbb.js");new URL("worker-cccccccc.js",import.meta.url);"http://www.w3.org/2000/svg"',
  "chart-bbbbbbbb.js": "export const chart=1",
  "worker-cccccccc.js": '"WEBGPU_CPU_FORWARD"',
  "index-aaaaaaaa.css": "p{color:red}",
};
const judge = (changes: Record<string, string>, html = HTML) =>
  judgeBundle(html, new Map(Object.entries({ ...GOOD, ...changes })));

describe("judgeBundle", () => {
  it("passes a sound bundle and measures it", () => {
    const { sizes, problems } = judge({});
    expect(problems).toEqual([]);
    expect(sizes.first).toBeGreaterThan(0);
    expect(sizes.page).toBeGreaterThan(sizes.first);
  });

  it.each([
    ["chart-bbbbbbbb.js", 'throw Error("Tensor is disposed")', "tfjs reached the page: chart-bbbbbbbb.js"],
    ["chart-bbbbbbbb.js", "new RTCPeerConnection", "a channel that the policy does not cover"],
    ["worker-cccccccc.js", '"WEBGPU_CPU_FORWARD";navigator.sendBeacon(a)', "sends data when the page closes"],
    ["worker-cccccccc.js", '"WEBGPU_CPU_FORWARD";eval(a)', "compiles text into code"],
    ["chart-bbbbbbbb.js", "Function(`return a`)()", "compiles text into code"],
    ["chart-bbbbbbbb.js", 'fetch("https://github.com/data")', "loads a foreign address"],
    ["chart-bbbbbbbb.js", 'const a="https://telemetry.example.com/x"', "the unknown host telemetry.example.com"],
    ["worker-cccccccc.js", "no kernels here", "the worker holds no tfjs"],
    ["index-aaaaaaaa.js", `"${randomBytes(300_000).toString("base64")}"`, "the first load is"],
    ["worker-cccccccc.js", `"WEBGPU_CPU_FORWARD${randomBytes(400_000).toString("base64")}"`, "the worker is"],
  ])("names the fault planted in %s", (name, source, sentence) => {
    expect(judge({ [name]: source }).problems).toEqual([expect.stringContaining(sentence)]);
  });

  it("counts what the document preloads to the first load", () => {
    const preload = `${HTML}<link rel="modulepreload" href="./assets/chart-bbbbbbbb.js">`;
    expect(judge({}, preload).sizes.first).toBeGreaterThan(judge({}).sizes.first);
  });

  it("wants no inline script and no foreign address in the document", () => {
    expect(judge({}, `${HTML}<script>1</script>`).problems).toHaveLength(1);
    expect(judge({}, `${HTML}<link href="https://www.w3.org/x.css">`).problems).toHaveLength(1);
  });

  it("wants WebAssembly to be the worker's, small, and loaded by somebody", () => {
    const judged = (changes: Record<string, string>, bytes: Buffer) =>
      judgeBundle(HTML, new Map(Object.entries({ ...GOOD, ...changes })), new Map([["a-dddddddd.wasm", bytes]]))
        .problems;
    const small = Buffer.from([0, 97, 115, 109]);
    const wanted = { "worker-cccccccc.js": '"WEBGPU_CPU_FORWARD";fetch("a-dddddddd.wasm")' };
    expect(judged(wanted, small)).toEqual([]);
    expect(judged({}, small)).toEqual(["nothing loads a-dddddddd.wasm"]);
    expect(judged({ ...wanted, "chart-bbbbbbbb.js": '"a-dddddddd.wasm"' }, small)).toEqual([
      "the page loads a-dddddddd.wasm",
    ]);
    expect(judged(wanted, randomBytes(250_000))).toEqual([expect.stringContaining("KB gzip, over 200")]);
  });

  it("misses a worker that is not there", () => {
    const { "worker-cccccccc.js": _, ...rest } = GOOD;
    expect(judgeBundle(HTML, new Map(Object.entries(rest))).problems).toEqual(["there is no worker-*.js"]);
  });
});
