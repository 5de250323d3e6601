import type { PaymentSessionStatus } from "@medusajs/framework/types"
import { listenTo } from "./listener"
import type { StoreUnderTest } from "./store-under-test"

export const PSP_PROVIDER = "pp_psp_test"

export interface Psp {
  /** Decides about each payment; may take its time. */
  decide: (data: Record<string, unknown>) => PaymentSessionStatus | Promise<PaymentSessionStatus>
  close(): Promise<void>
}

/** The payment company of a store, on this machine. */
export async function openPsp(store: StoreUnderTest): Promise<Psp> {
  const close = await listenTo(store, "psp", async (data) => ({
    status: await psp.decide(data as Record<string, unknown>),
  }))
  const psp: Psp = { decide: () => "authorized", close }
  return psp
}

/** Pauses payments: `paying` settles when the first is requested, `approve` continues them all. */
export function pausePayments(psp: Psp): { paying: Promise<void>; approve: () => void } {
  let reached: () => void = () => undefined
  let approve: () => void = () => undefined
  const paying = new Promise<void>((resolve) => (reached = resolve))
  const approval = new Promise<void>((resolve) => (approve = resolve))
  psp.decide = async (): Promise<"authorized"> => {
    reached()
    await approval
    return "authorized"
  }
  return { paying, approve }
}
