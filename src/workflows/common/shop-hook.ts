import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { coalesce } from "../../shared/coalesce"
import { translate } from "../../shared/database-errors"
import { HoldfastError } from "../../shared/errors"
import { keepErrorDetails } from "../../shared/request-context"
import { outsideRequest } from "../hook-handlers/request"

type Handler = (...args: unknown[]) => unknown
type Register = (handler: Handler, undo?: Handler) => void

/**
 * Detects whether a shop handles one of our hooks, which Medusa does not show: otherwise its
 * workflow does not run.
 * @param around runs the shop's handler.
 * @returns whether there is a handler.
 */
function watchHook(
  hooks: object,
  name: string,
  around: (work: () => unknown) => unknown = (work) => work()
): () => boolean {
  const { [name]: register } = hooks as Record<string, Register> // Medusa's, one for each name
  if (!register) throw new Error(`There is no hook ${name}.`)
  let taken = false
  const registerAndNote: Register = (handler, undo) => {
    register((...args) => around(() => handler(...args)), undo)
    taken = true
  }
  Object.assign(hooks, { [name]: registerAndNote })
  return () => taken
}

/** A hook whose handler may reject: the shopper gets what it throws. */
export const refusingHook = (hooks: object, name: string): (() => boolean) =>
  watchHook(hooks, name, (work) =>
    keepErrorDetails(async () => {
      try {
        return await work()
      } catch (thrown) {
        throw inShopsWords(translate(thrown))
      }
    })
  )

function inShopsWords(error: unknown): HoldfastError {
  if (error instanceof HoldfastError) return error
  const sentence = (error instanceof Error && error.message) || String(error)
  const code = error instanceof Error && "code" in error ? error.code : undefined
  return new HoldfastError("REFUSED_BY_SHOP", sentence, code ? { code } : undefined)
}

/** Milliseconds between two runs of a shop's handler, which get all events in between. */
const PAUSE_MS = 25

/**
 * A hook that runs afterwards, in batches; what its handler throws is only logged.
 * @param run runs the hook's workflow.
 * @returns a function that resolves when the handler has run.
 */
export function tellingHook<Data>(
  hooks: object,
  name: string,
  run: (container: MedusaContainer, batch: Data[]) => Promise<unknown>
): (container: MedusaContainer, data: Data) => Promise<void> {
  const isTaken = watchHook(hooks, name)
  const tell = coalesce(
    async (container: MedusaContainer, batch) => {
      const happened = batch.map((one) => JSON.parse(one) as Data) // as it was given below
      await outsideRequest(() => run(container, happened)).catch((error: unknown) => {
        container
          .resolve(ContainerRegistrationKeys.LOGGER)
          .error(`holdfast: the shop's handler of ${name} failed: ${String(error)}`)
      })
      return batch.map(() => undefined)
    },
    { everyMs: PAUSE_MS }
  )
  return async (container, data) => {
    if (isTaken()) await tell(container, JSON.stringify(data))
  }
}
