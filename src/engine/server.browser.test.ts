/** @file The worker's methods together, as the page calls them: what one call does must not spoil another. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defaultDataSettings } from "../core/data/types.ts";
import { noContext, templates } from "../core/graph/templates.ts";
import { defaultTraining, type Run, type TrainJob } from "../core/training/types.ts";
import { eraseEverything } from "../storage/erase.ts";
import { holdRun } from "../storage/runLock.ts";
import { createServer } from "./server.ts";

const server = createServer();
const never = new AbortController().signal;

beforeAll(() => server.start({ force: "cpu" }, never));
beforeEach(eraseEverything);

async function lastOf<T>(stream: AsyncGenerator<unknown, T, void>): Promise<T> {
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return value;
  }
}

async function read(text: string, missing?: readonly string[]): Promise<string> {
  const options = missing === undefined ? {} : { format: { missing } };
  const outcome = await lastOf(server.readData({ files: [{ file: new Blob([text]), path: "t.csv" }], options }, never));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return outcome.summary.id;
}

const jobOn = (datasetId: string, runId: string, change: Partial<TrainJob["config"]> = {}): TrainJob => ({
  runId,
  projectId: "project",
  name: "1",
  datasetId,
  data: { ...defaultDataSettings, target: "y" },
  task: "regression",
  graph: templates.linear(noContext).graph,
  config: { ...defaultTraining, epochs: 2, ...change },
});

const trained = (job: TrainJob): Promise<Run> => lastOf(server.train(job, never));

async function predicted(run: Run, text: string): Promise<string[]> {
  const outcome = await lastOf(server.predictFile({ run, file: new Blob([text]), fileName: "new.csv" }, never));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  const [head, ...lines] = (await outcome.file.text()).trim().split(/\r?\n/);
  expect(head).toContain("predicted y");
  return lines.map((line) => line.split(/[,;]/).at(-1) as string);
}

/** y = 2x + 1 */
const line = `x,y\n${Array.from({ length: 60 }, (_, i) => `${i / 10},${i / 5 + 1}`).join("\n")}\n`;

describe("a run", () => {
  it("hears a stop that was said before it began", async () => {
    const job = jobOn(await read(line), "early", { epochs: 100_000 });
    const stream = server.train(job, never);
    const first = stream.next();
    await server.control({ runId: job.runId, command: { action: "stop" } }, never);
    await first;
    const run = await lastOf(stream);
    expect(run.status).toBe("stopped");
    expect(run.history).toHaveLength(0);
    // Nothing was learned: random weights deserve no scores.
    expect(run.report).toBeNull();
  });
});

describe("a run of another tab", () => {
  it("is not trained here, and can be once it has been let go", async () => {
    const job = jobOn(await read(line), "elsewhere", { epochs: 1 });
    const letGo = await holdRun("elsewhere");
    await expect(trained(job)).rejects.toMatchObject({ code: "runElsewhere" });
    letGo?.();
    await expect
      .poll(async () => (await navigator.locks.query()).held?.map(({ name }) => name))
      .not.toContain("run:elsewhere");
    expect((await trained(job)).status).toBe("done");
    // It is let go again at its end.
    expect(await holdRun("elsewhere")).not.toBeNull();
  });
});

describe("predictions", () => {
  const many = `x\n${Array.from({ length: 20_000 }, (_, i) => i / 1000).join("\n")}\n`;

  it("of a file go on while another run is asked, and while one is trained", async () => {
    const id = await read(line);
    const [one, other] = [await trained(jobOn(id, "one")), await trained(jobOn(id, "other", { seed: 2 }))];
    const undisturbed = await predicted(one, many);
    const stream = server.predictFile({ run: one, file: new Blob([many]), fileName: "new.csv" }, never);
    // Reading tells of bytes; then the first rows are predicted.
    for (let step = await stream.next(); !step.done && step.value.total !== 20_000; ) step = await stream.next();
    await server.predict({ run: other, rows: [{ x: "1" }] }, never);
    await trained(jobOn(id, "third"));
    const outcome = await lastOf(stream);
    if (!outcome.ok) throw new Error("the file was refused");
    const lines = (await outcome.file.text()).trim().split(/\r?\n/).slice(1);
    expect(lines.map((text) => text.split(",").at(-1))).toEqual(undisturbed);
  });

  it("are made with the weights of a resumed run once it has ended", async () => {
    const job = jobOn(await read(line), "resumed", { epochs: 30, learningRate: 0.05, patience: null });
    const first = server.train(job, never);
    for (let step = await first.next(); !step.done && step.value.type !== "epochs"; ) step = await first.next();
    await server.control({ runId: job.runId, command: { action: "stop" } }, never);
    const stopped = await lastOf(first);
    expect(stopped.status).toBe("stopped");
    const rest = server.train({ ...job, resume: true }, never);
    await rest.next();
    await rest.next();
    const [before] = await server.predict({ run: stopped, rows: [{ x: "1" }] }, never);
    const done = await lastOf(rest);
    expect(done.status).toBe("done");
    const [after] = await server.predict({ run: done, rows: [{ x: "1" }] }, never);
    expect(after?.value).not.toBe(before?.value);
  });

  it("take the same words for missing as the training did", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 7 === 0 ? "-999" : i / 10},${i / 5 + 1}`);
    const run = await trained(jobOn(await read(`x,y\n${rows.join("\n")}\n`, ["", "-999"]), "missing"));
    const [coded, empty] = await predicted(run, "x,z\n-999,a\n,b\n1.5,c\n");
    expect(coded).toBe(empty);
  });

  it("read dates as the training did where the new file leaves it open", async () => {
    // Day first: 25/01/2020 can be nothing else.
    const rows = Array.from({ length: 84 }, (_, i) => {
      const [day, month] = [(i % 28) + 1, Math.floor(i / 28) + 1];
      return `${day}/${month}/2020,${day + 30 * month}`;
    });
    const run = await trained(jobOn(await read(`x,y\n${rows.join("\n")}\n`), "dates", { learningRate: 0.05 }));
    expect(run.recipe.dayFirst).toBe(true);
    const open = await predicted(run, "x,z\n2/1/2020,a\n3/1/2020,b\n");
    const plain = await predicted(run, "x,z\n2020-01-02,a\n2020-01-03,b\n");
    expect(open).toEqual(plain);
    // 1/25/2020 can only have the month first.
    const american = await predicted(run, "x,z\n1/25/2020,a\n1/2/2020,b\n");
    expect(american[1]).toBe(plain[0]);
  });

  it("read 1,234 as the training did where the new file leaves it open", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${(i / 7).toFixed(3).replace(".", ",")};${i}`);
    const run = await trained(jobOn(await read(`x;y\n${rows.join("\n")}\n`), "commas", { learningRate: 0.05 }));
    expect(run.recipe.decimal).toBe(",");
    const [open] = await predicted(run, "x\tz\n1,234\ta\n2,345\tb\n");
    const [row] = await server.predict({ run, rows: [{ x: "1,234" }] }, never);
    expect(Number(open)).toBeCloseTo(row?.value as number, 5);
  });
});

describe("a row sent through the graph", () => {
  const asked = { data: { ...defaultDataSettings, target: "y" }, seed: 1, startWeights: null };

  it("is answered in the target's unit, beside the row's own value", async () => {
    const run = await trained(jobOn(await read(line), "numbers", { epochs: 30, learningRate: 0.05 }));
    const { job } = run;
    const query = { ...asked, datasetId: job.datasetId, task: job.task, graph: job.graph, run, row: 10 };
    const { answer, raw } = await server.inspect(query, never);
    const [prediction] = await server.predict({ run, rows: [{ x: "1" }] }, never);
    expect(answer).toMatchObject({ column: "y", truth: 3 });
    expect(answer?.prediction).toBeCloseTo(prediction?.value as number, 4);
    expect(answer?.classes).toBeUndefined();
    // x = 1, as the table has it.
    expect(Object.values(raw ?? {})[0]?.values[0]).toBeCloseTo(1, 5);
  });

  it("is answered with a class and its probability", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i},${["low", "mid", "high"][Math.floor(i / 20)]}`);
    const datasetId = await read(`x,y\n${rows.join("\n")}\n`);
    const graph = templates.linear(noContext).graph;
    const query = { ...asked, datasetId, task: "multiclass", graph, run: null, row: 59 } as const;
    const { answer, outputs } = await server.inspect(query, never);
    expect(answer?.truth).toBe("high");
    const shares = answer?.classes?.map(({ share }) => share) ?? [];
    expect([...shares].map(Math.fround)).toEqual([...(outputs[answer?.node ?? ""]?.values ?? [])]);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    const best = answer?.classes?.find(({ share }) => share === Math.max(...shares));
    expect(answer?.prediction).toBe(best?.name);
  });
});
