import { homedir, platform } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { setting } from "./Setting.ts"

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
  const configFile = yield* folderNamed("OUTBOUND_CONFIG_FILE")
  const data = yield* folderNamed("OUTBOUND_DATA_DIR")
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
        config: (yield* folderNamed("APPDATA")) ?? join(home, "AppData", "Roaming"),
        data: (yield* folderNamed("LOCALAPPDATA")) ?? join(home, "AppData", "Local")
      }
    default:
      return {
        config: (yield* folderNamed("XDG_CONFIG_HOME")) ?? join(home, ".config"),
        data: (yield* folderNamed("XDG_DATA_HOME")) ?? join(home, ".local", "share")
      }
  }
})

/** What is blank names no folder. */
const folderNamed = (name: string): Effect.Effect<string | undefined> =>
  Effect.map(setting(name), (text) => (text?.trim() === "" ? undefined : text))
