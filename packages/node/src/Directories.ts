import { homedir, platform } from "node:os"
import { join } from "node:path"
import { Config, Effect, Option } from "effect"

/** Where this user's configuration and data are kept. */
export interface Directories {
  readonly configFile: string
  readonly data: string
}

const folder = "outbound-call"

/**
 * The user's folders: `OUTBOUND_CONFIG_FILE` and `OUTBOUND_DATA_DIR` when set, else the platform's custom (XDG on
 * Linux, Library on macOS, AppData on Windows). https://specifications.freedesktop.org/basedir-spec/latest/
 */
export const directories: Effect.Effect<Directories> = Effect.gen(function* () {
  const configFile = yield* setting("OUTBOUND_CONFIG_FILE")
  const data = yield* setting("OUTBOUND_DATA_DIR")
  const custom = yield* customFolders
  return {
    configFile: configFile ?? join(custom.config, folder, "config.json"),
    data: data ?? join(custom.data, folder)
  }
})

const customFolders = Effect.gen(function* () {
  const home = homedir()
  switch (platform()) {
    case "darwin": {
      const library = join(home, "Library", "Application Support")
      return { config: library, data: library }
    }
    case "win32":
      return {
        config: (yield* setting("APPDATA")) ?? join(home, "AppData", "Roaming"),
        data: (yield* setting("LOCALAPPDATA")) ?? join(home, "AppData", "Local")
      }
    default:
      return {
        config: (yield* setting("XDG_CONFIG_HOME")) ?? join(home, ".config"),
        data: (yield* setting("XDG_DATA_HOME")) ?? join(home, ".local", "share")
      }
  }
})

const setting = (name: string): Effect.Effect<string | undefined> =>
  Config.option(Config.String(name)).pipe(
    Effect.map((value) => Option.getOrUndefined(Option.filter(value, (text) => text.trim() !== ""))),
    Effect.orElseSucceed(() => undefined)
  )
