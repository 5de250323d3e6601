import { readFileSync } from "node:fs"
import path from "node:path"
import { PROJECT_ROOT } from "../../scripts/lib/paths"
import { ADMIN } from "../../scripts/seed/accounts"
import { signUp } from "../lib/drops"
import { openShop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"

interface Schema {
  $ref?: string
  const?: unknown
  enum?: unknown[]
  type?: string
  minimum?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  oneOf?: Schema[]
}

interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[]
  requestBody?: { content: { "application/json": { schema: Schema } } }
}

const DOCUMENT = JSON.parse(
  readFileSync(path.join(PROJECT_ROOT, "docs/reference/openapi.json"), "utf8")
) as {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

const ROUTES = Object.entries(DOCUMENT.paths).flatMap(([route, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({
    method: method.toUpperCase() as "GET" | "POST" | "DELETE",
    route,
    operation,
  }))
)

/** What no id and no name is, and what breaks a statement that somebody put together of text. */
const ODD = ["a\u0000b", "'; drop table holdfast_hold; --", "%", "\ud800", "x".repeat(1_500), "🧦"]

/** A body that the schema lets through, with the odd text wherever it wants a text. */
function sample(schema: Schema, odd: string): unknown {
  if (schema.$ref) {
    return sample(DOCUMENT.components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}, odd)
  }
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = (schema.anyOf ?? schema.oneOf)?.[0]
  if (choice) return sample(choice, odd)
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {}, odd)])
      )
    case "array":
      return [sample(schema.items ?? {}, odd)]
    case "integer":
    case "number":
      return Math.max(1, schema.minimum ?? 1)
    case "boolean":
      return true
    default:
      return odd
  }
}

let store: StoreUnderTest
let headers: { store: Record<string, string>; admin: Record<string, string> }

beforeAll(async () => {
  store = await sharedStore("default")
  const shop = await openShop(store)
  const { token } = await signUp(store)
  const { email, password } = ADMIN
  const login = await store.http.send(
    "POST",
    `${store.url}/auth/user/emailpass`,
    {},
    { email, password }
  )
  headers = {
    store: { "x-publishable-api-key": shop.key, authorization: `Bearer ${token}` },
    admin: { authorization: `Bearer ${String(login.body?.token)}` },
  }
})

afterAll(() => store?.close())

it("covers all routes", () => {
  expect(ROUTES.length).toBeGreaterThan(70)
})

it.each(ODD)("no route answers %j with an error of the server", async (odd) => {
  const failed: string[] = []
  const ask = async (
    { method, route }: (typeof ROUTES)[number],
    url: string,
    body?: unknown
  ): Promise<void> => {
    const who = route.startsWith("/admin") ? headers.admin : headers.store
    const answer = await store.http.send(method, `${store.url}${url}`, who, body)
    const explained = typeof answer.body?.message === "string"
    if (answer.status < 400 || (answer.status < 500 && explained)) return
    const text = JSON.stringify(answer.body)
    failed.push(`${method} ${route}: ${answer.networkError ?? answer.status} ${text}`)
  }
  for (const one of ROUTES) {
    const { parameters = [], requestBody } = one.operation
    const named = one.route.replace(/\{\w+\}/g, encodeURIComponent(toWellFormed(odd)))
    const schema = requestBody?.content["application/json"].schema
    await ask(one, named, schema && sample(schema, odd))
    const query = parameters.filter((parameter) => parameter.in === "query")
    for (const { name } of query) {
      const value = `${encodeURIComponent(name)}=${encodeURIComponent(toWellFormed(odd))}`
      await ask(one, `${one.route.replace(/\{\w+\}/g, "none")}?${value}`)
    }
    if (schema) for (const body of [[], "text", { [odd]: odd }]) await ask(one, named, body)
  }
  expect(failed).toEqual([])
})

/** A lone surrogate cannot be part of an address. */
const toWellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd")
