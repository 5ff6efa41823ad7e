/**
 * @file What the chosen files are, by their bytes: the one that describes a model, and those that hold its weights.
 * Archives and texts are read under caps; names are labels and nothing more.
 */
import { readTopology, type Topology } from "../../core/code/topology.ts";
import type { Issue } from "../../core/issue.ts";
import { isPlainObject, parseJson } from "../../core/project/json.ts";
import { sniffArchive } from "../project/sniffArchive.ts";
import { readDirectory, readEntry, type ZipLimits } from "../project/zipReader.ts";
import { ModelRefusal, modelIssue } from "./refusal.ts";
import { manifestOf, maxWeightBytes, tooLarge, type WeightsManifest } from "./weightSources.ts";

export interface ModelFile {
  readonly name: string;
  readonly blob: Blob;
}

export interface OpenedModel {
  readonly fileName: string;
  readonly topology: Topology;
  readonly weights:
    | { readonly kind: "none" }
    | {
        readonly kind: "tfjs";
        readonly manifest: WeightsManifest;
        /** Of each group of the manifest. */
        readonly shards: readonly Blob[];
        readonly fileNames: readonly string[];
      }
    | { readonly kind: "keras"; readonly hdf5: Blob };
  readonly issues: readonly Issue[];
}

const maxJsonBytes = 50_000_000;
const zipLimits: ZipLimits = { entries: 2000, totalBytes: maxWeightBytes, ratio: 100, freeBytes: 100_000_000 };

/** The name alone, whatever folders stand before it. */
const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

async function readJson({ name, blob }: ModelFile): Promise<unknown> {
  if (blob.size > maxJsonBytes) throw new ModelRefusal(tooLarge(name, blob.size, maxJsonBytes));
  const parsed = parseJson(await blob.text(), maxJsonBytes);
  if (parsed.ok) return parsed.value;
  throw new ModelRefusal(parsed.issues[0] ?? modelIssue("modelFileUnknown", { fileName: name }));
}

/** Finds the model among the files. Throws ModelRefusal and ArchiveRefusal. */
export async function openModelFiles(files: readonly ModelFile[], signal: AbortSignal): Promise<OpenedModel> {
  const kinds = await Promise.all(files.map(async (file) => ({ file, kind: await sniffArchive(file.blob) })));
  const archives = kinds.filter(({ kind }) => kind === "zip").map(({ file }) => file);
  const texts = kinds.filter(({ kind }) => kind === "json").map(({ file }) => file);
  const rest = kinds.filter(({ kind }) => kind !== "zip" && kind !== "json").map(({ file }) => file);
  const [archive] = archives;
  const several = (names: readonly string[]) =>
    new ModelRefusal(modelIssue("severalModelFiles", { names: names.join(", ").slice(0, 300) }));
  if (archives.length > 1) throw several(archives.map(({ name }) => name));
  if (archive !== undefined) return openKeras(archive, [...texts, ...rest], signal);
  const models = await modelsAmong(texts);
  const [model, ...more] = models;
  if (more.length > 0) throw several(models.map(({ file }) => file.name));
  if (model === undefined) throw new ModelRefusal(refusalOf(files, texts));
  return openJson(model.file, model.document, model.topology, [
    ...rest,
    ...texts.filter((file) => file !== model.file),
  ]);
}

function refusalOf(files: readonly ModelFile[], texts: readonly ModelFile[]): Issue {
  const [only] = texts.length > 0 ? texts : files;
  return files.length === 1 && only !== undefined
    ? modelIssue("modelFileUnknown", { fileName: only.name })
    : modelIssue("noModelFile", {});
}

interface Candidate {
  readonly file: ModelFile;
  readonly document: Readonly<Record<string, unknown>>;
  readonly topology: Topology;
}

/** Beside a model often stand other texts (metadata, class names); one that is a model with a fault is told. */
async function modelsAmong(texts: readonly ModelFile[]): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  const refusals: Issue[] = [];
  for (const file of texts) {
    const document = await readJson(file).catch((error: unknown) => {
      if (!(error instanceof ModelRefusal)) throw error;
      refusals.push(error.issue);
      return null;
    });
    if (document === null || !isPlainObject(document)) continue;
    const topology = readTopology(document, file.name);
    if (topology.ok) found.push({ file, document, topology: topology.value });
    else refusals.push(...topology.issues.slice(0, 1));
  }
  const [first] = refusals.filter(({ code }) => code !== "modelFileUnknown");
  if (found.length === 0 && first !== undefined) throw new ModelRefusal(first);
  return found;
}

function openJson(
  file: ModelFile,
  document: Readonly<Record<string, unknown>>,
  topology: Topology,
  others: readonly ModelFile[],
): OpenedModel {
  const fileName = file.name;
  const manifest = manifestOf(document);
  const unused = (used: ReadonlySet<ModelFile>) => unusedIssue(others.filter((other) => !used.has(other)));
  if (manifest === null || manifest.every(({ weights }) => weights.length === 0)) {
    const issues = [modelIssue("topologyOnly", { fileName }, "notice"), ...unused(new Set())];
    return { fileName, topology, weights: { kind: "none" }, issues };
  }
  const byName = new Map(others.map((other) => [baseName(other.name), other]));
  const paths = manifest.flatMap((group) => group.paths.map(baseName));
  const missing = paths.filter((path) => !byName.has(path));
  const names = missing.slice(0, 8).join(", ");
  if (missing.length > 0 && missing.length < paths.length) {
    throw new ModelRefusal(modelIssue("weightsFileMissing", { names }));
  }
  if (missing.length > 0) {
    const issues = [modelIssue("weightsFileMissing", { names }, "warning"), ...unused(new Set())];
    return { fileName, topology, weights: { kind: "none" }, issues };
  }
  const filesOf = (group: WeightsManifest[number]) =>
    group.paths.map((path) => byName.get(baseName(path)) as ModelFile);
  const shards = manifest.map((group) => new Blob(filesOf(group).map(({ blob }) => blob)));
  checkSize(
    fileName,
    shards.reduce((sum, { size }) => sum + size, 0),
  );
  const fileNames = manifest.map((group) => group.paths.map(baseName).join(", ").slice(0, 200));
  const used = new Set(manifest.flatMap(filesOf));
  return { fileName, topology, weights: { kind: "tfjs", manifest, shards, fileNames }, issues: unused(used) };
}

function checkSize(fileName: string, bytes: number): void {
  if (bytes > maxWeightBytes) throw new ModelRefusal(tooLarge(fileName, bytes));
}

const unusedIssue = (files: readonly ModelFile[]): readonly Issue[] =>
  files.length === 0
    ? []
    : [
        modelIssue(
          "fileUnused",
          {
            names: files
              .map(({ name }) => name)
              .join(", ")
              .slice(0, 300),
          },
          "notice",
        ),
      ];

async function openKeras(file: ModelFile, others: readonly ModelFile[], signal: AbortSignal): Promise<OpenedModel> {
  const fileName = file.name;
  const entries = await readDirectory(file.blob, zipLimits);
  const inflated = async (name: string): Promise<Blob | null> => {
    const entry = entries.find((one) => one.name === name);
    if (entry === undefined) return null;
    const reading = readEntry(file.blob, entry, signal);
    for (;;) {
      const { done, value } = await reading.next();
      if (done) return value;
    }
  };
  const config = await inflated("config.json");
  if (config === null) throw new ModelRefusal(modelIssue("modelFileUnknown", { fileName }));
  const metadata = await inflated("metadata.json");
  const about = metadata === null ? null : await readJson({ name: "metadata.json", blob: metadata });
  const topology = readTopology(await readJson({ name: "config.json", blob: config }), fileName, about);
  if (!topology.ok) throw new ModelRefusal(topology.issues[0] ?? modelIssue("modelFileUnknown", { fileName }));
  const hdf5 = await inflated("model.weights.h5");
  const issues = unusedIssue(others);
  if (hdf5 === null) {
    const alone = modelIssue("topologyOnly", { fileName }, "notice");
    return { fileName, topology: topology.value, weights: { kind: "none" }, issues: [alone, ...issues] };
  }
  return { fileName, topology: topology.value, weights: { kind: "keras", hdf5 }, issues };
}
