/** Given with `--require`: writes down which CommonJS files a program has loaded when it ends. */
const { writeFileSync } = require("node:fs")

process.on("exit", () => writeFileSync(process.env.LOADED_FILES, JSON.stringify(Object.keys(require.cache))))
