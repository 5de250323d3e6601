import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import path from "node:path"
import type { PaymentSessionStatus } from "@medusajs/framework/types"

export const PSP_PROVIDER = "pp_psp_test"

export interface Psp {
  /** For the store's environment. */
  env: Record<string, string>
  /** Decides about each payment; may take its time. */
  decide: (data: Record<string, unknown>) => PaymentSessionStatus | Promise<PaymentSessionStatus>
  close(): Promise<void>
}

/** The payment company, on this machine. */
export async function openPsp(): Promise<Psp> {
  const server = createServer((req, res) => {
    let text = ""
    req.on("data", (chunk: Buffer) => (text += chunk.toString()))
    req.on("end", () => {
      void (async () => {
        const status = await psp.decide(JSON.parse(text) as Record<string, unknown>)
        res.setHeader("content-type", "application/json").end(JSON.stringify({ status }))
      })()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const psp: Psp = {
    env: {
      TEST_PSP_URL: `http://127.0.0.1:${port}`,
      EXTRA_MODULES: path.join(__dirname, "..", "fixtures", "psp-modules.ts"),
    },
    decide: () => "authorized",
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return psp
}

/**
 * Payments take their time from here: `paying` settles when the first is asked for, `approve` lets
 * all of them through.
 */
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
