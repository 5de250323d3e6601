import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { readInventoryQuantities } from "../../../domain/carts/availability"
import { readOptions } from "../../../shared/options"

interface Variant {
  id?: string
  inventory_quantity?: number | null
}

interface Body {
  product?: { variants?: Variant[] | null }
  products?: { variants?: Variant[] | null }[]
  variant?: Variant
  variants?: Variant[]
}

type StoreRequest = MedusaRequest & { publishable_key_context?: { sales_channel_ids: string[] } }

/**
 * Medusa's figure ignores holds: subtracts what others hold from `inventory_quantity`, if the
 * response has it. `cart_id` in the query names the cart whose own holds do not count.
 */
export function lowerInventoryQuantity(
  req: StoreRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): void {
  const { mode, storefront } = readOptions()
  if (mode === "observe" || !storefront.lowerInventoryQuantity) return next()
  const json = res.json.bind(res)
  res.json = (body: unknown) => {
    // Another of Medusa's responses, or an error, has none of these fields.
    const variants = variantsOf(body as Body).filter(
      (variant) => typeof variant.inventory_quantity === "number"
    )
    if (!variants.length) return json(body as never)
    lower(req, variants)
      .catch((error: unknown) => {
        // Better Medusa's figure than no product page: the gates decide by the ledger.
        req.scope
          .resolve(ContainerRegistrationKeys.LOGGER)
          .warn(`holdfast: inventory_quantity was not lowered: ${String(error)}`)
      })
      .finally(() => json(body as never))
    return res
  }
  next()
}

function variantsOf(body: Body): Variant[] {
  const products = [...(body.products ?? []), ...(body.product ? [body.product] : [])]
  const variants = products.flatMap((product) => product.variants ?? [])
  return [...variants, ...(body.variants ?? []), ...(body.variant ? [body.variant] : [])]
}

async function lower(req: StoreRequest, variants: readonly Variant[]): Promise<void> {
  const cart_id = typeof req.query.cart_id === "string" ? req.query.cart_id : undefined
  const quantities = await readInventoryQuantities(
    req.scope,
    variants.flatMap((variant) => (variant.id ? [variant.id] : [])),
    { sales_channel_ids: req.publishable_key_context?.sales_channel_ids ?? [], cart_id }
  )
  for (const variant of variants) {
    const quantity = variant.id ? quantities.get(variant.id) : undefined
    if (quantity !== undefined)
      variant.inventory_quantity = Math.min(quantity, variant.inventory_quantity ?? quantity)
  }
}
