import { programs } from "../service/Programs.ts"
import { start } from "./Process.ts"

/** The shipped HTTP server in a process of its own, always at the same address. */
export interface Server {
  /** Settles with its address when it listens, at once when it does now. */
  readonly up: () => Promise<string>
  /** SIGKILL; `up` waits for the next start. */
  readonly kill: () => Promise<void>
  readonly start: () => void
}

export const makeServer = (environment: NodeJS.ProcessEnv): Server => {
  let port = "0"
  let listening = Promise.withResolvers<string>()
  let stop = async () => {}
  return {
    up: () => listening.promise,
    start: () => {
      const child = start(process.execPath, [programs.server, "--port", port], {
        env: environment,
        stdio: ["pipe", "pipe", "inherit"]
      })
      const ended = new Promise<void>((resolve) => child.once("close", () => resolve()))
      let said = ""
      child.stdout?.on("data", (chunk) => {
        said += String(chunk)
        const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)
        if (found === null) return
        port = found[1] ?? port
        listening.resolve(found[0])
      })
      stop = async () => {
        child.kill("SIGKILL")
        await ended
      }
    },
    kill: async () => {
      listening = Promise.withResolvers()
      await stop()
    }
  }
}
