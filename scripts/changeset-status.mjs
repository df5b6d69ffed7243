/** Runs `changeset status`, which compares with the branch `main`, where there is such a branch to compare with. */
import { spawnSync } from "node:child_process"

const git = (...flags) => spawnSync("git", flags, { encoding: "utf8" })
const exists = (ref) => git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`).status === 0

const base = ["refs/heads/main", "refs/remotes/origin/main"].find(exists)
if (base === undefined) {
  console.log("changeset status skipped: no branch main in this clone to compare with")
} else {
  const since = base === "refs/heads/main" ? [] : ["--since", "origin/main"]
  const { status } = spawnSync("changeset", ["status", ...since], {
    stdio: "inherit",
    shell: process.platform === "win32"
  })
  process.exit(status ?? 1)
}
