import { z } from "@medusajs/framework/zod"

export type Json = Record<string, unknown>

/** Zod contracts as JSON Schema; those with an id go under `components/schemas`, once. */
export class Schemas {
  readonly components: Record<string, Json> = {}

  /** What the server returns; a field that the contract does not know is an error. */
  ofAnswer(contract: z.ZodType): Json {
    return this.#convert(contract, "output")
  }

  /** What a client may send. */
  ofRequest(contract: z.ZodType): Json {
    return this.#convert(contract, "input")
  }

  /** A schema, or the one that its `$ref` points to. */
  resolve(schema: Json): Json {
    const { $ref } = schema
    return typeof $ref === "string" ? (this.components[$ref.split("/").at(-1) ?? ""] ?? {}) : schema
  }

  #convert(contract: z.ZodType, io: "input" | "output"): Json {
    const {
      $schema: _,
      $defs,
      ...schema
    } = z.toJSONSchema(contract, {
      io,
      // Preprocessing of queries by Medusa's validators has no JSON Schema.
      unrepresentable: "any",
      override: ({ jsonSchema }) => {
        // `format` says it better.
        if (jsonSchema.format === "date-time") delete jsonSchema.pattern
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      },
    })
    for (const [id, definition] of Object.entries($defs ?? {})) this.#keep(id, definition)
    const { id } = contract.meta() ?? {}
    if (id === undefined) return pointToComponents(schema)
    this.#keep(id, schema)
    return { $ref: `#/components/schemas/${id}` }
  }

  #keep(id: string, definition: object): void {
    const { id: _, ...schema } = pointToComponents(definition)
    const known = this.components[id]
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`Two contracts have the id ${id}: give one another id.`)
    this.components[id] = schema
  }
}

function pointToComponents(schema: object): Json {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')
  return JSON.parse(text) as Json // what was just an object
}
