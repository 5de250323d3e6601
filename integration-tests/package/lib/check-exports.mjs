// `node check-exports.mjs <tarball> <entry>…` prints, as JSON, what resolves how and what publint
// says of the package. A program of its own: both are ES modules, and jest loads CommonJS.
import { readFileSync } from "node:fs"
import { argv, stdout } from "node:process"
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"
import { publint } from "publint"

const [, , tarball, ...entrypoints] = argv
const data = new Uint8Array(readFileSync(tarball))
const { messages } = await publint({ pack: { tarball: data.buffer } })
const content = createPackageFromTarballData(data)
const { types, problems, entrypoints: found } = await checkPackage(content, { entrypoints })
const resolutions = Object.values(found ?? {}).flatMap(({ subpath, resolutions }) =>
  Object.values(resolutions).map(({ resolutionKind, resolution }) => ({
    entry: subpath,
    kind: resolutionKind,
    file: resolution?.fileName ?? null,
  }))
)
stdout.write(JSON.stringify({ typed: Boolean(types), problems, resolutions, messages }))
