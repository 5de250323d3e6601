import type { Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { VAULT_SHORTFALL_EVENT, type VaultShortfallData } from "../../../contracts/vault-shortfalls"
import type { NewShortfall } from "../../../modules/trading/operations/shortfalls"
import type { VaultOrder } from "./read-orders"

export function tellOfGuest(container: MedusaContainer, order: VaultOrder): void {
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  logger.info(
    `holdfast: order ${order.id} has tradable lines and no customer account; guests have no vault`
  )
}

/** After the commit: the log, and the event bus. */
export async function tellOfShortfalls(
  container: MedusaContainer,
  shortfalls: readonly NewShortfall[]
): Promise<void> {
  if (!shortfalls.length) return
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  for (const one of shortfalls) {
    logger.warn(
      `holdfast: order ${one.order_id} gave ${one.quantity} unit(s) of variant ${one.variant_id} too few back: ` +
        `they had left the vault of ${one.owner.type} ${one.owner.id} (shortfall ${one.id})`
    )
  }
  const events = shortfalls.map(({ id, idempotency_key: _, ...rest }) => {
    const data: VaultShortfallData = { shortfall_id: id, ...rest }
    return { name: VAULT_SHORTFALL_EVENT, data }
  })
  await container.resolve(Modules.EVENT_BUS).emit(events)
}
