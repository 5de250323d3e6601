import type { MedusaContainer } from "@medusajs/framework/types"
import { ProductStatus } from "@medusajs/framework/utils"
import type { SetListingBody, StoreListing } from "../../contracts/trades"
import { HoldfastError } from "../../shared/errors"
import { assertMay, resolveContext } from "../shared-inventories/permissions"
import { refuseBlocked } from "./trade"
import { findVariants } from "../common/variants"
import { inTradingTransaction, readRows } from "../common/trading-transaction"

/** Listings per owner; each makes everybody's match search slower. */
export const LISTINGS_MAX = 500

/**
 * Lists how many units of a variant an owner offers or wants, replacing its earlier listing.
 * @returns null if both are 0: nothing is listed then.
 * @throws HoldfastError `FORBIDDEN`, `NOT_FOUND` for a variant that is not visible,
 * `LIMIT_REACHED`, `NOT_TRADABLE`, `SHARED_INVENTORY_CLOSED`.
 */
export async function setListing(
  container: MedusaContainer,
  customerId: string,
  { context, ...listing }: SetListingBody
): Promise<StoreListing | null> {
  const isRemoval = listing.for_trade === 0 && listing.wanted === 0
  // Read before the transaction, which must not wait for Medusa; thrown once permission is checked.
  const isKnown = isRemoval || (await mayKnow(container, listing.variant_id))
  return inTradingTransaction(container, async (rows) => {
    const owner = await resolveContext(rows, customerId, context, "trade", { lock: true })
    await rows.lockListings(owner)
    if (isRemoval) {
      await rows.removeListing(owner, listing.variant_id)
      return null
    }
    if (!isKnown) {
      throw new HoldfastError("NOT_FOUND", `There is no variant ${listing.variant_id}.`)
    }
    if ((await rows.countOtherListings(owner, listing.variant_id)) >= LISTINGS_MAX) {
      throw new HoldfastError(
        "LIMIT_REACHED",
        `You have reached the limit of ${LISTINGS_MAX} listings. Please remove one first.`,
        { limit: LISTINGS_MAX }
      )
    }
    refuseBlocked([listing])
    return rows.setListing(owner, listing)
  })
}

/**
 * Removes a listing. @throws HoldfastError `NOT_FOUND`, also for those of others: ids reveal
 * nothing; `FORBIDDEN` and `SHARED_INVENTORY_CLOSED` for a shared inventory's.
 */
export async function removeListing(
  container: MedusaContainer,
  customerId: string,
  id: string
): Promise<void> {
  await inTradingTransaction(container, async (rows) => {
    const listing = await rows.findListing(id)
    const notFound = new HoldfastError("NOT_FOUND", `There is no listing ${id}.`)
    if (!listing) throw notFound
    const { owner, variant_id } = listing
    if (owner.type === "shared_inventory") {
      const standing = (await rows.lockStandings(customerId, [owner.id])).get(owner.id)
      if (!standing?.role) throw notFound
      assertMay(standing, "trade", owner.id)
    } else if (owner.id !== customerId) {
      throw notFound
    }
    await rows.removeListing(owner, variant_id)
  })
}

interface ShopVariant {
  id: string
  product: { status: string } | null
}

/** Published variants, and those in vaults that are no longer sold. */
async function mayKnow(container: MedusaContainer, variantId: string): Promise<boolean> {
  const fields = ["id", "product.status"]
  const found = await findVariants<ShopVariant>(container, [variantId], fields)
  if (found.get(variantId)?.product?.status === ProductStatus.PUBLISHED) return true
  return readRows(container, (rows) => rows.isInVaults(variantId))
}
