import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { PROJECT_ROOT } from "../lib/paths"
import { writePages } from "./pages"

/**
 * `npm run docs` writes the generated pages of `docs/reference`; `--check` fails if one is
 * outdated.
 */
async function main(): Promise<void> {
  const isCheck = process.argv.includes("--check")
  for (const [file, text] of Object.entries(await writePages())) {
    const target = path.join(PROJECT_ROOT, file)
    if (existsSync(target) && readFileSync(target, "utf8") === text) continue
    if (isCheck) {
      process.exitCode = 1
      console.error(`${file} is out of date: run \`npm run docs\` and commit it.`)
    } else {
      mkdirSync(path.dirname(target), { recursive: true })
      writeFileSync(target, text)
      console.log(`${file} written`)
    }
  }
}

void main()
