import { acquireLockStep, releaseLockStep } from "@medusajs/medusa/core-flows"
import { generateEntityId } from "@medusajs/framework/utils"
import { transform, type WorkflowData } from "@medusajs/framework/workflows-sdk"

/** Seconds that one merchant's change waits for another's to the same stock. */
const WAIT_SECONDS = 10

/** Longer than any change takes: what frees the lock when its process dies. */
const LEASE_SECONDS = 120

/** Medusa's step polls; its own 0.3 s would make the second of two merchants wait for nothing. */
const RETRY_SECONDS = 0.05

type Lock = Parameters<typeof acquireLockStep>[0]

/**
 * One change of a drop, or of a shared inventory's stock, at a time: two resizes that read the same
 * figures would each add or take their own difference. As far as Medusa's locking provider reaches;
 * over processes without a shared one, the ledger still never oversells. The owner is the run's
 * own, so that a run whose lease is over cannot release its successor's lock. Taken within another
 * workflow too, where Medusa's steps would be skipped.
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
