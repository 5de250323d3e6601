import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

/** Emits events after the commit. A lost one only delays a screen, so it fails no request. */
export async function emit(
  container: MedusaContainer,
  events: readonly { name: string; data: object }[]
): Promise<void> {
  if (!events.length) return
  try {
    await container.resolve(Modules.EVENT_BUS).emit([...events])
  } catch (error) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(`holdfast: ${events.length} event(s) could not be emitted: ${String(error)}`)
  }
}
