import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { promisify } from "node:util"
import SwaggerParser from "@apidevtools/swagger-parser"
import { Policy } from "@medusajs/framework/utils"
import { PROJECT_ROOT } from "../../scripts/lib/paths"
import { openApiDocument } from "../../scripts/docs/openapi"
import { routeAreas } from "../../src/api/routes"
import "../../src/policies/holdfast"
import { findBreach } from "../lib/contract-check"

const API = path.join(PROJECT_ROOT, "src", "api")

/**
 * `GET /store/drops/{id}` of `src/api/store/drops/[id]/route.ts`, for each method that it exports.
 */
function routesOfFiles(): string[] {
  const files = readdirSync(API, { recursive: true, encoding: "utf8" })
  return files
    .filter((file) => path.basename(file) === "route.ts")
    .flatMap((file) => {
      const folder = path.dirname(file).replaceAll("[", "{").replaceAll("]", "}")
      const source = readFileSync(path.join(API, file), "utf8")
      const methods = source.matchAll(/^export (?:const|(?:async )?function) ([A-Z]+)\b/gm)
      return [...methods].map(([, method]) => `${method} /${folder.split(path.sep).join("/")}`)
    })
    .sort()
}

const entries = routeAreas.flatMap((area) => area.routes)
const routesOfTable = entries.map((route) => `${route.method} ${route.path}`).sort()

describe("the table of routes", () => {
  it("has an entry for every route file", () => {
    const missing = routesOfFiles().filter((route) => !routesOfTable.includes(route))
    const advice =
      "These routes have no entry. Add one to the `routes.ts` of their area (see src/api/utils/define-routes.ts), name that file " +
      "in src/api/routes.ts if it is new, run `npm run docs`, and commit what it wrote."
    expect({ advice, missing }).toEqual({ advice, missing: [] })
  })

  it("names a policy for every Admin route, and stores with RBAC know it", () => {
    const known = Object.values(Policy).map((one) => `${one.resource}:${one.operation}`)
    const admin = routeAreas
      .flatMap((area) => area.middlewares)
      .filter(({ matcher }) => String(matcher).startsWith("/admin/"))
    expect(admin).toHaveLength(entries.filter((route) => route.auth === "admin").length)
    for (const { policies } of admin) {
      const [policy] = [policies ?? []].flat()
      expect(known).toContain(`${policy?.resource}:${String(policy?.operation)}`)
    }
  })

  it("has no entry without a route file", () => {
    const files = routesOfFiles()
    expect(routesOfTable.filter((route) => !files.includes(route))).toEqual([])
    expect(new Set(routesOfTable).size).toBe(routesOfTable.length)
  })
})

describe("the contracts", () => {
  it("are all exported by their index", () => {
    const files = readdirSync(path.join(PROJECT_ROOT, "src", "contracts"))
    const modules = files.map((file) => path.basename(file, ".ts")).filter((one) => one !== "index")
    const index = readFileSync(path.join(PROJECT_ROOT, "src", "contracts", "index.ts"), "utf8")
    const exported = [...index.matchAll(/^export \* from "\.\/(.+)"$/gm)].map(([, name]) => name)
    expect(exported.sort()).toEqual(modules.sort())
  })
})

describe("the OpenAPI file", () => {
  it("is valid OpenAPI 3.1", async () => {
    // The parser writes into what it is given, and its types are of a stricter shape than ours.
    const document = structuredClone(openApiDocument()) as never
    await expect(SwaggerParser.validate(document)).resolves.toBeDefined()
  })

  it("is refused when it is not: the check can fail", async () => {
    const { paths: _, ...without } = structuredClone(openApiDocument())
    const broken = { ...without, paths: { "no-slash": { get: { responses: {} } } } }
    await expect(SwaggerParser.validate(broken as never)).rejects.toThrow(/#\/paths must NOT have/)
  })

  it("names every operation once", () => {
    const operations = Object.values(openApiDocument().paths).flatMap((one) => Object.values(one))
    const ids = operations.map((operation) => operation.operationId)
    expect(ids).toHaveLength(entries.length)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe("the pages under docs/reference", () => {
  it("are what `npm run docs` writes", async () => {
    const script = path.join("scripts", "docs", "index.ts")
    const words = ["-r", "ts-node/register/transpile-only", script, "--check"]
    const run = promisify(execFile)(process.execPath, words, { cwd: PROJECT_ROOT })
    await expect(run).resolves.toMatchObject({ stderr: "" })
  })
})

describe("the check of real answers", () => {
  const url = "http://store.test/store/drops"
  const check = (status: number, body: Record<string, unknown>, retryAfter?: number) =>
    findBreach("GET", url, { status, body, retryAfter })

  it("passes what is documented", () => {
    expect(check(200, { drops: [], count: 0, offset: 0, limit: 100 })).toBeUndefined()
    const busy = { type: "not_allowed", code: "CHECKOUT_BUSY", message: "Later." }
    expect(check(503, busy, 2)).toBeUndefined()
  })

  it("refuses an unknown field, a wrong type and a missing field, and names them", () => {
    expect(check(200, { drops: [], secret: 1 })).toMatch(/additional properties.*\n.*secret/)
    expect(check(200, { drops: [{ id: 7 }] })).toMatch(/drops\/0\/id must be string/)
    expect(check(200, {})).toMatch(/must have required property 'drops'/)
  })

  it("refuses a status and a code that are not documented", () => {
    expect(check(500, { message: "oh" })).toMatch(/answered 500.*not documented/)
    const code = { type: "not_allowed", code: "OUT_OF_STOCK", message: "Gone." }
    expect(check(409, code)).toMatch(/not documented/)
    expect(check(503, { ...code, code: "CHECKOUT_BUSY" })).toMatch(/without Retry-After/)
  })

  it("reads times as times", () => {
    const reservations = "http://store.test/store/drops/reservations/me"
    const body = { reservations: [], server_time: "yesterday" }
    const answer = { status: 200, body, retryAfter: undefined }
    expect(findBreach("GET", reservations, answer)).toMatch(/server_time must match format/)
  })

  it("checks our errors on Medusa's own routes to the registry", () => {
    const cart = "http://store.test/store/carts/cart_1/complete"
    const refused = (status: number, body: Record<string, unknown>) =>
      findBreach("POST", cart, { status, body, retryAfter: undefined })
    const short = { type: "not_allowed", code: "INSUFFICIENT_STOCK", message: "Short." }
    expect(refused(200, { anything: "of Medusa's" })).toBeUndefined()
    expect(refused(409, short)).toBeUndefined()
    expect(refused(400, short)).toMatch(/INSUFFICIENT_STOCK has status 409/)
    expect(refused(409, { ...short, code: "LIMIT_REACHED" })).toMatch(/LIMIT_REACHED/)
  })
})
