/** @file From the files of a language to its namespaces. */

export type Texts = Readonly<Record<string, unknown>>;

/** Puts the tables of a language under the names of their files. */
export function namespacesOf(modules: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Texts {
  return Object.fromEntries(
    Object.entries(modules).map(([path, module]) => {
      const name = path.replace(/^.*\//, "").replace(/\.ts$/, "");
      return [name, module[name]];
    }),
  );
}
