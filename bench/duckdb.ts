/**
 * @file DuckDB-wasm beside the studio's readers. It is no dependency of the project: this installs the version named here
 * into a folder of the system's temporary files, once, and says why it is left out where that cannot be.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const version = "1.32.0";

interface Connection {
  readonly query: (sql: string) => { readonly toArray: () => readonly Record<string, unknown>[] };
  readonly close: () => void;
}
interface Bindings {
  readonly instantiate: (onProgress: (progress: unknown) => void) => Promise<Bindings>;
  readonly open: (config: Readonly<Record<string, unknown>>) => void;
  readonly connect: () => Connection;
  readonly registerFileURL: (name: string, url: string, protocol: number, direct: boolean) => void;
}
interface Package {
  readonly createDuckDB: (bundles: unknown, logger: unknown, runtime: unknown) => Promise<Bindings>;
  readonly VoidLogger: new () => unknown;
  readonly NODE_RUNTIME: unknown;
  readonly DuckDBDataProtocol: { readonly NODE_FS: number };
}

export class DuckDb {
  readonly #bindings: Bindings;
  readonly #connection: Connection;
  readonly #protocol: number;

  private constructor(bindings: Bindings, protocol: number) {
    this.#bindings = bindings;
    this.#connection = bindings.connect();
    this.#protocol = protocol;
  }

  static async start(): Promise<DuckDb> {
    const folder = install();
    const dist = join(folder, "node_modules/@duckdb/duckdb-wasm/dist");
    const load = createRequire(join(folder, "package.json"));
    const duckdb = load(join(dist, "duckdb-node-blocking.cjs")) as Package;
    const part = (kind: string) => ({
      mainModule: join(dist, `duckdb-${kind}.wasm`),
      mainWorker: join(dist, `duckdb-node-${kind}.worker.cjs`),
    });
    const bundles = { mvp: part("mvp"), eh: part("eh") };
    const bindings = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
    await bindings.instantiate(() => undefined);
    bindings.open({});
    const duck = new DuckDb(bindings, duckdb.DuckDBDataProtocol.NODE_FS);
    // It would wait for the network without an end.
    duck.run("SET autoinstall_known_extensions = false");
    duck.run("SET autoload_known_extensions = false");
    return duck;
  }

  register(name: string, path: string): void {
    this.#bindings.registerFileURL(name, path, this.#protocol, true);
  }

  run(sql: string): void {
    this.#connection.query(sql);
  }

  /** Reads a whole file into a table of typed columns; gives its rows. */
  load(source: string): number {
    this.run(`CREATE OR REPLACE TABLE bench AS SELECT * FROM ${source}`);
    const [first] = this.#connection.query("SELECT count(*) AS rows FROM bench").toArray();
    const rows = Number(first?.rows);
    this.run("DROP TABLE bench");
    return rows;
  }
}

function install(): string {
  const folder = join(tmpdir(), `layerwise-bench-duckdb-wasm-${version}`);
  if (existsSync(join(folder, "node_modules/@duckdb/duckdb-wasm/package.json"))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", `@duckdb/duckdb-wasm@${version}`];
  execFileSync("npm", args, { cwd: folder, stdio: "pipe", timeout: 180_000 });
  return folder;
}
