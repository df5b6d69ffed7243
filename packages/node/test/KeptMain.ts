import { loadKept } from "../src/LoadKept.ts"

const [, , file = "", stays] = process.argv

if (stays !== undefined) {
  // The time after which a program that goes on has started is over at once.
  const soon = (deed: () => void) => {
    setImmediate(() => {
      deed()
      process.stdout.write(", and stays")
    })
    return { unref: () => {} }
  }
  Object.assign(globalThis, { setTimeout: soon })
  process.stdin.resume()
}

/** Loads the file that is named, as a launcher does, and prints what its `say` returns. */
const { say } = loadKept(file) as { readonly say: () => string }
process.stdout.write(say())
