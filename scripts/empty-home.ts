import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Runs the tests in a home folder of their own: nobody's configuration is read, nobody's ledger is written. */
export const setup = (): (() => void) => {
  const home = mkdtempSync(join(tmpdir(), "outbound-test-home-"))
  const folders = {
    HOME: "",
    XDG_CONFIG_HOME: ".config",
    XDG_DATA_HOME: ".local/share",
    XDG_STATE_HOME: ".local/state",
    XDG_CACHE_HOME: ".cache",
    USERPROFILE: "",
    APPDATA: "AppData/Roaming",
    LOCALAPPDATA: "AppData/Local"
  }
  for (const [name, folder] of Object.entries(folders)) process.env[name] = join(home, folder)
  return () => rmSync(home, { recursive: true, force: true })
}
