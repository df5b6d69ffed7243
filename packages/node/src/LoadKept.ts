import { placeOf, readKept, writeKept } from "./KeptCode.ts"

/** A file of the program that was loaded. */
interface Loaded {
  readonly exports: object
  /** Keeps the code that this run compiled, if it used the file in other company than the runs before. */
  readonly keep: (beside: ReadonlyArray<string>) => void
}

const loaded = new Map<string, Loaded>()

/**
 * Loads a file of a built program, and what it requires beside it, with the code that earlier runs compiled, which is most
 * of the work of a start. Node's own compile cache holds what is compiled at once, but not the functions that a run calls.
 * What cannot be read or kept is compiled.
 */
export const loadKept = (file: string): object => {
  if (loaded.size === 0) keepWhenStarted()
  return (loaded.get(file) ?? load(file)).exports
}

const load = (file: string): Loaded => {
  const path = process.getBuiltinModule("node:path")
  const { run, keep } = compile(file)
  const native = process.getBuiltinModule("node:module").createRequire(file)
  const folder = path.dirname(file)
  const module = { exports: {} }
  const own = { exports: module.exports, keep }
  loaded.set(file, own)
  run(
    module.exports,
    (id) => (id.startsWith("./") ? loadKept(path.join(folder, id)) : native(id)),
    module,
    file,
    folder
  )
  return own
}

/** The function that Node makes of a CommonJS file. */
type Run = (
  exports: object,
  require: (id: string) => unknown,
  module: { readonly exports: object },
  file: string,
  folder: string
) => void

const compile = (file: string): Pick<Loaded, "keep"> & { readonly run: Run } => {
  const { Script } = process.getBuiltinModule("node:vm")
  const source = process.getBuiltinModule("node:fs").readFileSync(file)
  const place = placeOf(file)
  const kept = place === undefined ? undefined : readKept(place, source)
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source.toString()}\n})`, {
    filename: file,
    ...(kept === undefined ? {} : { cachedData: kept.code })
  })
  const earlier = script.cachedDataRejected === true ? [] : (kept?.beside ?? [])
  let isKept = false
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the text is this function
    run: script.runInThisContext() as Run,
    keep: (beside) => {
      if (isKept || place === undefined) return
      isKept = true
      if (beside.every((name) => earlier.includes(name))) return
      const all = [...new Set([...earlier, ...beside])]
      writeKept(place, { code: script.createCachedData(), source, beside: all })
    }
  }
}

/** When the run ends, or goes on for long: V8 throws code away that has not run for a while. */
const keepWhenStarted = (): void => {
  const path = process.getBuiltinModule("node:path")
  const keep = () => {
    const beside = [...loaded.keys()].map((file) => path.basename(file))
    for (const file of loaded.values()) file.keep(beside)
  }
  // What sleeps by Effects is only being loaded.
  // @effect-diagnostics-next-line globalTimers:off
  setTimeout(keep, 3000).unref() // oxlint-disable-line eslint/no-restricted-globals
  process.on("exit", keep)
}
