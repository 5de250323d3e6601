import { acquireLockStep, releaseLockStep } from "@medusajs/medusa/core-flows"
import { generateEntityId } from "@medusajs/framework/utils"
import { transform, type WorkflowData } from "@medusajs/framework/workflows-sdk"

/** Seconds that a merchant's change waits for another. */
const WAIT_SECONDS = 10

/** Longer than any change takes; frees the lock of a dead process. */
const LEASE_SECONDS = 60

/** Medusa's step polls; its default of 0.3 s would be a needless wait. */
const RETRY_SECONDS = 0.05

type Lock = Parameters<typeof acquireLockStep>[0]

/**
 * One change of a drop's or shared inventory's stock at a time: two resizes of the same figures
 * would each move their own difference. The owner is unique per run, so that a run whose lease
 * expired cannot release its successor's lock. Works in nested workflows, where Medusa's own steps
 * are skipped.
 */
export function lockStock(
  what: "drop" | "shared_inventory",
  id: string | WorkflowData<string>
): Lock {
  const lock = transform({ id }, ({ id }) => ({
    key: `holdfast:${what}:${id}`,
    ownerId: generateEntityId(undefined, "hflock"),
    timeout: WAIT_SECONDS,
    retryInterval: RETRY_SECONDS,
    ttl: LEASE_SECONDS,
    executeOnSubWorkflow: true,
  }))
  acquireLockStep(lock)
  return lock
}

export const unlockStock = (lock: Lock): void => void releaseLockStep(lock)
