import { afterEach } from "vitest"
import { takeRefusals } from "./loopback-guard.mjs"

const provider = /^(ELEVENLABS|ELEVEN_LABS|TWILIO|OUTBOUND)_|^PHONE_NUMBER_ID$/
const database = /^DATABASE_URL$|^PG[A-Z]+$/
const proxy = /^(npm_config_)?(https?_|all_|no_)?proxy$|^NODE_USE_ENV_PROXY$/i

for (const name of Object.keys(process.env)) {
  if ([provider, database, proxy].some((pattern) => pattern.test(name))) delete process.env[name]
}

const guard = `--import=${new URL("./loopback-guard.mjs", import.meta.url).href}`
const options = process.env["NODE_OPTIONS"] ?? ""
if (!options.includes(guard)) process.env["NODE_OPTIONS"] = `${options} ${guard}`.trim()

afterEach(() => {
  const refusals = takeRefusals()
  if (refusals.length > 0) throw new Error(refusals.join("\n"))
})
