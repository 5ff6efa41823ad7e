/**
 * @file Every layer of the registry, alone, over the cases of `e2e/oracle/layers`: forward and gradients by the studio's
 * engine on the CPU and on WebGPU, and what its PyTorch and ONNX emitters write.
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { KerasLayer } from "../../../src/core/graph/compile.ts";
import type { KerasCall, KerasValue } from "../../../src/core/layers/define.ts";
import { layerKinds, layers as registry } from "../../../src/core/layers/index.ts";
import { pcgHash } from "../../../src/core/random.ts";
import { type OracleCheck, present } from "../check.ts";
import { type Computed, compute, drawnWeights, inputsOf } from "../layers/harness/compute.ts";
import { type Damage, damagedWeights, damages } from "../layers/harness/damage.ts";
import { type Emitted, emit } from "../layers/harness/emit.ts";
import { allCases, damagedJob, type Job, type JobOrProblem, jobsOf, rows } from "../layers/harness/jobs.ts";
import { onWebGpu } from "../layers/harness/onWebGpu.ts";

type Result = Computed | { readonly problem: string };

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface LayerResult {
  readonly name: string;
  readonly kind: string;
  /** Why there is nothing to judge; else all that follows is there. */
  readonly problem: string | null;
  readonly job?: Job;
  readonly rows?: number;
  readonly noiseSeed?: number;
  /** The engine's place of the first judged layer: its noise stream. */
  readonly firstIndex?: number;
  readonly inputs?: readonly Tensor[];
  readonly weights?: readonly Tensor[];
  readonly trainable?: readonly string[];
  readonly cpu?: Result;
  readonly webgpu?: Result;
  readonly emitted?: readonly Emitted[];
}

interface Produced {
  /** The kinds that need a case, and the Keras classes that need a forward function. */
  readonly kinds: readonly string[];
  readonly classes: readonly string[];
  readonly cases: readonly LayerResult[];
}

const plain = (name: string, shape: readonly number[], values: Float32Array): Tensor => ({
  name,
  shape,
  values: [...values],
});

const problemOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What came out of each damage, at the index of its case. */
interface Damaged {
  readonly at: number;
  readonly computed: Computed;
  readonly emitted: readonly Emitted[];
}
const damaged = new Map<Damage, Damaged>();

async function damagedBy(damage: Damage, job: JobOrProblem | undefined, at: number): Promise<Damaged> {
  if (job === undefined || "problem" in job) throw new Error(`the case of "${damage.title}" is sound`);
  const other = damagedJob(job, damage);
  const weights = damagedWeights(damage, drawnWeights(job).all);
  return { at, computed: await compute(other, weights), emitted: emit(other, weights) };
}

const targets: Readonly<Record<string, (result: LayerResult, damage: Damaged) => LayerResult>> = {
  "on the CPU": (result, { computed }) => ({ ...result, cpu: computed, emitted: [] }),
  "on WebGPU": (result, { computed }) => ({ ...result, webgpu: computed, emitted: [] }),
  "as PyTorch": (result, { emitted }) => ({
    ...result,
    emitted: present(result.emitted, "what was written").map((one, i) => ({
      ...one,
      torch: present(emitted[i], "what the bug writes").torch,
    })),
  }),
  "as ONNX": (result, { emitted }) => ({
    ...result,
    emitted: present(result.emitted, "what was written").map((one, i) => ({
      ...one,
      onnx: present(emitted[i], "what the bug writes").onnx,
    })),
  }),
};

/** One case alone, changed: what the judge objects to can be nothing else. */
function only(produced: Produced, at: number, change: (result: LayerResult) => LayerResult): Produced {
  return { kinds: [], classes: [], cases: [change(present(produced.cases[at], "the case"))] };
}

const damageFaults = Object.fromEntries(
  damages.flatMap((damage) =>
    Object.entries(targets).map(([target, put]) => [
      `${damage.title}, ${target}`,
      (produced: Produced): Produced => {
        const found = present(damaged.get(damage), "what came of the damage");
        return only(produced, found.at, (result) => put(result, found));
      },
    ]),
  ),
);

/** The gradient by the first weight is all 0, as where an operation has none. */
function withoutGradient(result: LayerResult): LayerResult {
  const computed = result.webgpu as Computed;
  const [weight] = Object.keys(computed.dw);
  const lost = { [present(weight, "a weight")]: present(computed.dw[weight as string], "its gradient").map(() => 0) };
  return { ...result, webgpu: { ...computed, dw: { ...computed.dw, ...lost } }, emitted: [] };
}

async function resultOf(job: Job): Promise<LayerResult> {
  const { name, kind } = job;
  let drawn: ReturnType<typeof drawnWeights>;
  try {
    drawn = drawnWeights(job);
  } catch (error) {
    return { name, kind, problem: problemOf(error) };
  }
  const values = inputsOf(job);
  return {
    name,
    kind,
    problem: null,
    job,
    rows,
    noiseSeed: pcgHash(job.seed),
    firstIndex: job.model.layers.findIndex((layer) => layer.name === job.layers[0]?.name),
    inputs: job.inputs.map(({ id, shape }, index) =>
      plain(id, [rows, ...shape], present(values[index], "an input's values")),
    ),
    weights: drawn.all.map((tensor) => plain(tensor.name, tensor.shape, tensor.values)),
    trainable: drawn.trainable,
    cpu: await compute(job).catch((error) => ({ problem: problemOf(error) })),
    emitted: emit(job, drawn.all),
  };
}

function* classesIn(value: KerasValue): Generator<string> {
  if (Array.isArray(value)) for (const item of value as readonly KerasValue[]) yield* classesIn(item);
  else if (typeof value === "object" && value !== null) yield* classesOf(value as KerasCall);
}

/** Of a call and of the layers inside it; penalties are no layers. */
function* classesOf({ className, args }: KerasCall): Generator<string> {
  yield className;
  if ("layer" in args) yield* classesIn(args.layer as KerasValue);
}

export const check: OracleCheck<Produced> = {
  async produce({ root }) {
    await tf.setBackend("cpu");
    const jobs = jobsOf(allCases());
    damaged.clear();
    for (const [index, damage] of damages.entries()) {
      const at = jobs.length - damages.length + index;
      damaged.set(damage, await damagedBy(damage, jobs[at], at));
    }
    const onGpu = await onWebGpu(root, jobs.length);
    const cases: LayerResult[] = [];
    for (const [index, job] of jobs.entries()) {
      if ("problem" in job) {
        cases.push({ name: job.name, kind: job.kind, problem: job.problem });
        continue;
      }
      const webgpu = present(onGpu[index], "what WebGPU computed");
      cases.push({ ...(await resultOf(job)), webgpu: "computed" in webgpu ? webgpu.computed : webgpu });
    }
    const calls = cases.flatMap(({ job }) => job?.layers.map(({ call }: KerasLayer) => call) ?? []);
    const kinds = layerKinds.filter((kind) => registry[kind].keras !== null);
    return { produced: { kinds, classes: [...new Set(calls.flatMap((call) => [...classesOf(call)]))], cases } };
  },
  faults: {
    ...damageFaults,
    "a gradient is lost": (produced) => only(produced, produced.cases.length - damages.length, withoutGradient),
    "dropout does nothing in PyTorch": (produced) => {
      const at = produced.cases.findIndex(({ kind, job }) => kind === "dropout" && job?.training === true);
      return only(produced, at, (result) => ({
        ...result,
        emitted: present(result.emitted, "what was written").map((one) => {
          if ("problem" in one.torch) throw new Error(one.torch.problem);
          const source = one.torch.source.replace(/nn\.Dropout\(.*?\)/, "nn.Identity()");
          return { ...one, torch: { ...one.torch, source } };
        }),
      }));
    },
    "a kind has no case": (produced) => ({ kinds: produced.kinds, classes: [], cases: [] }),
    "a class has no reference": () => ({ kinds: [], classes: ["NoSuchLayer"], cases: [] }),
  },
};
