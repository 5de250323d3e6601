import type { MedusaContainer } from "@medusajs/framework/types"
import { createHook, createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import type { Owner, UnitsOf } from "../../contracts/vaults"
import { selfOf, sharedOf } from "../../domain/shared-inventories/permissions"
import { confirmTrade } from "../../domain/trades/confirm"
import { toStoreTrade } from "../../domain/trades/describe"
import { counterTrade } from "../../domain/trades/end"
import { propose, type Proposal } from "../../domain/trades/propose"
import { runWithContext, type RequestContext } from "../../shared/request-context"
import { refusingHook } from "../common/shop-hook"

export interface TradeToValidate {
  action: "propose" | "counter" | "confirm"
  customer_id: string
  /** The countered or confirmed trade; null for a new one. */
  trade_id: string | null
  /** Initiator first; each gives to the next, the last to the first. */
  parties: { owner: Owner; gives: readonly UnitsOf[] }[]
}

/**
 * Exists for its hook, since a trade is one transaction. `validateTrade` runs before a proposal or
 * counter-offer is written and before a side confirms; not when a cooling-off period ends.
 */
export const validateTradeWorkflow = createWorkflow(
  "holdfast-validate-trade",
  function (input: TradeToValidate) {
    const validateTrade = createHook("validateTrade", input)
    return new WorkflowResponse(undefined, { hooks: [validateTrade] })
  }
)

const isValidated = refusingHook(validateTradeWorkflow.hooks, "validateTrade")

/** Throws what the shop threw, whole: an error loses class and details on its way out. */
async function ask(container: MedusaContainer, input: TradeToValidate): Promise<void> {
  const context: RequestContext = {}
  try {
    await runWithContext(context, () => validateTradeWorkflow(container).run({ input }))
  } catch (error) {
    throw context.error ?? error
  }
}

export async function proposeTradeIfValid(
  container: MedusaContainer,
  proposal: Proposal
): Promise<string> {
  if (isValidated()) {
    const { customer_id, context, others, gives } = proposal
    const initiator = context === "self" ? selfOf(customer_id) : sharedOf(context)
    await ask(container, {
      action: "propose",
      customer_id,
      trade_id: null,
      parties: [initiator, ...others].map((owner, position) => ({
        owner,
        gives: gives[position] ?? [],
      })),
    })
  }
  return propose(container, proposal)
}

export async function counterTradeIfValid(
  container: MedusaContainer,
  input: Parameters<typeof counterTrade>[1]
): Promise<string> {
  if (isValidated()) {
    const { trade_id, customer_id, gives } = input
    const { parties } = await toStoreTrade(container, trade_id, customer_id)
    await ask(container, {
      action: "counter",
      customer_id,
      trade_id,
      // the asked side initiates the counter-offer
      parties: [...parties]
        .reverse()
        .map(({ owner }, position) => ({ owner, gives: gives[position] ?? [] })),
    })
  }
  return counterTrade(container, input)
}

export async function confirmTradeIfValid(
  container: MedusaContainer,
  input: Parameters<typeof confirmTrade>[1]
): Promise<void> {
  if (isValidated()) {
    const { trade_id, customer_id } = input
    const { parties } = await toStoreTrade(container, trade_id, customer_id)
    await ask(container, {
      action: "confirm",
      customer_id,
      trade_id,
      parties: parties.map(({ owner, gives }) => ({ owner, gives })),
    })
  }
  return confirmTrade(container, input)
}
