// `node check-exports.mjs <tarball> <entry>…` prints what resolves how, as JSON. A program of its
// own, because the checker is an ES module and jest loads CommonJS.
import { readFileSync } from "node:fs"
import { argv, stdout } from "node:process"
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"

const [, , tarball, ...entrypoints] = argv
const content = createPackageFromTarballData(new Uint8Array(readFileSync(tarball)))
const { types, problems, entrypoints: found } = await checkPackage(content, { entrypoints })
const resolutions = Object.values(found ?? {}).flatMap(({ subpath, resolutions }) =>
  Object.values(resolutions).map(({ resolutionKind, resolution }) => ({
    entry: subpath,
    kind: resolutionKind,
    file: resolution?.fileName ?? null,
  }))
)
stdout.write(JSON.stringify({ typed: Boolean(types), problems, resolutions }))
