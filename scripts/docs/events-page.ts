import { DROP_EVENT_DATA } from "../../src/contracts/drop-events"
import { HOLD_EVENTS, holdEventData } from "../../src/contracts/hold-events"
import { REALTIME_EVENTS } from "../../src/contracts/realtime"
import { TRADE_EVENT_DATA } from "../../src/contracts/trade-events"
import { TRADING_EVENT_DATA } from "../../src/contracts/trading-events"
import { VAULT_SHORTFALL_EVENT_DATA } from "../../src/contracts/vault-shortfalls"
import type { z } from "@medusajs/framework/zod"
import { code, fieldTable, generated, paragraphs, shapeParts, table, typeText } from "./markdown"
import { Schemas } from "./schemas"

const schemas = new Schemas()

export function writeEventsPage(): string {
  return paragraphs(
    generated(
      "`src/contracts/hold-events.ts`, `drop-events.ts`, `trading-events.ts`, `vault-shortfalls.ts`, `trade-events.ts` and `realtime.ts`"
    ),
    "# Events",
    "On Medusa's event bus, for subscribers. They are emitted after the commit and contain only ids. An event may arrive twice,\n" +
      "or be lost with the process that should emit it: the ledger is the truth, an event is a reason to read it.",
    "## Holds",
    table(
      ["event", "emitted when"],
      Object.entries(HOLD_EVENTS).map(([name, when]) => [code(name), when])
    ),
    "Each carries:",
    fieldTable(schemas.ofAnswer(holdEventData)),
    "## Drops",
    eventTable(DROP_EVENT_DATA),
    "## Shared inventories and vaults",
    eventTable({ ...TRADING_EVENT_DATA, ...VAULT_SHORTFALL_EVENT_DATA }),
    "## Trades",
    eventTable(TRADE_EVENT_DATA),
    "## Real time",
    "Over Socket.IO, to storefronts; [the guide](../guides/realtime.md) says who receives what.",
    eventTable(REALTIME_EVENTS),
    ...shapeParts(schemas)
  )
}

function eventTable(events: Record<string, z.ZodType>): string {
  return table(
    ["event", "payload", "emitted when"],
    Object.entries(events).map(([name, contract]) => {
      const { description, ...schema } = schemas.ofAnswer(contract)
      if (typeof description !== "string") throw new Error(`The event ${name} has no description.`)
      return [code(name), code(typeText(schema)), description]
    })
  )
}
