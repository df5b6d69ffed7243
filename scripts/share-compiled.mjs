/**
 * Lets each Node process that a test starts take over what an earlier one has compiled, which is half of its start.
 * Loaded by the test set-up, and through NODE_OPTIONS by those processes.
 */
import * as module from "node:module"
import { fileURLToPath } from "node:url"

const own = `--import=${import.meta.url}`
const options = process.env["NODE_OPTIONS"] ?? ""
if (!options.includes(own)) process.env["NODE_OPTIONS"] = `${options} ${own}`.trim()

// the Node of the machine may be older than the one that the tests run on
module.enableCompileCache?.(fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)))
