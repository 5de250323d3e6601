import type { ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { ADMIN } from "./seed/accounts"
import { seedPeople } from "./seed/people"
import { seedProducts } from "./seed/products"
import { seedShipping } from "./seed/shipping"
import { seedShop } from "./seed/shop"

/**
 * Fills a freshly migrated store with a believable sneaker shop. It knows nothing of the plugin, so
 * that it serves the stock store as well.
 */
export default async function seed({ container }: ExecArgs): Promise<void> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const [admin] = await container.resolve(Modules.USER).listUsers({ email: ADMIN.email })
  if (admin) {
    logger.info("This store is seeded already.")
    return
  }
  const shop = await seedShop(container)
  const shippingProfileId = await seedShipping(container, shop)
  await seedProducts(container, shop, shippingProfileId)
  // Last, because the admin user is what tells a seeded store.
  await seedPeople(container)
}
