import { createInventoryItemsWorkflow, createProductsWorkflow } from "@medusajs/medusa/core-flows"
import type { CreateProductWorkflowInputDTO, MedusaContainer } from "@medusajs/framework/types"
import { ProductStatus } from "@medusajs/framework/utils"
import { COMPOSED, PARTS, SIMPLE, SNEAKERS } from "./catalog"
import type { ComposedProductSpec, SimpleProductSpec, SneakerSpec } from "./catalog"
import { CURRENCY, type Shop } from "./shop"

type Variant = NonNullable<CreateProductWorkflowInputDTO["variants"]>[number]
type Stock = [warehouse: number, shop: number]

/** Creates the products, and the inventory items with their levels at both locations. */
export async function seedProducts(
  container: MedusaContainer,
  shop: Shop,
  shippingProfileId: string
): Promise<void> {
  const itemIds = await seedInventory(container, shop, [
    ...PARTS,
    ...SNEAKERS.flatMap(sneakerStock),
    ...SIMPLE.flatMap(simpleStock),
  ])
  const common = {
    status: ProductStatus.PUBLISHED,
    shipping_profile_id: shippingProfileId,
    sales_channels: [{ id: shop.salesChannelId }],
  }
  const products = [
    ...SNEAKERS.map((spec) => sneaker(spec, itemIds)),
    ...COMPOSED.map((spec) => composed(spec, itemIds)),
    ...SIMPLE.map((spec) => simple(spec, itemIds)),
  ]
  await createProductsWorkflow(container).run({
    input: { products: products.map((product) => ({ ...product, ...common })) },
  })
}

interface Stocked {
  sku: string
  title: string
  stock: Stock
}

async function seedInventory(
  container: MedusaContainer,
  shop: Shop,
  stocked: Stocked[]
): Promise<Map<string, string>> {
  const { result: items } = await createInventoryItemsWorkflow(container).run({
    input: {
      items: stocked.map(({ sku, title, stock: [atWarehouse, atShop] }) => ({
        sku,
        title,
        location_levels: [
          { location_id: shop.warehouseId, stocked_quantity: atWarehouse },
          { location_id: shop.shopId, stocked_quantity: atShop },
        ],
      })),
    },
  })
  return new Map(items.map(({ sku, id }) => [sku as string, id]))
}

function sneakerSku({ handle }: SneakerSpec, colour: string, size: string): string {
  return `${handle}-${colour}-${size}`.toUpperCase()
}

function sneakerStock(spec: SneakerSpec): Stocked[] {
  return spec.colours.flatMap((colour) =>
    spec.sizes.map((size) => ({
      sku: sneakerSku(spec, colour, size),
      title: `${spec.title}, ${colour}, ${size}`,
      stock: spec.stock,
    }))
  )
}

function simpleStock({ title, variants }: SimpleProductSpec): Stocked[] {
  return variants.flatMap(({ sku, title: variant, stock }) =>
    stock ? [{ sku, title: `${title}, ${variant}`, stock }] : []
  )
}

function sneaker(spec: SneakerSpec, itemIds: Map<string, string>): CreateProductWorkflowInputDTO {
  const { title, handle, description, price, colours, sizes } = spec
  return {
    title,
    handle,
    description,
    options: [
      { title: "Colour", values: colours },
      { title: "Size", values: sizes },
    ],
    variants: colours.flatMap((colour) =>
      sizes.map((size) => {
        const sku = sneakerSku(spec, colour, size)
        return {
          ...variantOf(`${colour} / ${size}`, sku, price, [{ sku, quantity: 1 }], itemIds),
          options: { Colour: colour, Size: size },
        }
      })
    ),
  }
}

function composed(
  { title, handle, description, variants }: ComposedProductSpec,
  itemIds: Map<string, string>
): CreateProductWorkflowInputDTO {
  return {
    title,
    handle,
    description,
    options: [{ title: "Pack", values: variants.map((variant) => variant.title) }],
    variants: variants.map((variant) => ({
      ...variantOf(variant.title, variant.sku, variant.price, variant.parts, itemIds),
      options: { Pack: variant.title },
    })),
  }
}

function simple(
  { title, handle, description, variants }: SimpleProductSpec,
  itemIds: Map<string, string>
): CreateProductWorkflowInputDTO {
  return {
    title,
    handle,
    description,
    options: [{ title: "Kind", values: variants.map((variant) => variant.title) }],
    variants: variants.map(({ title: name, sku, price, stock, allowBackorder }) => ({
      ...variantOf(name, sku, price, stock ? [{ sku, quantity: 1 }] : [], itemIds),
      manage_inventory: stock !== undefined,
      allow_backorder: allowBackorder ?? false,
      options: { Kind: name },
    })),
  }
}

function variantOf(
  title: string,
  sku: string,
  price: number,
  parts: { sku: string; quantity: number }[],
  itemIds: Map<string, string>
): Variant {
  return {
    title,
    sku,
    manage_inventory: true,
    prices: [{ currency_code: CURRENCY, amount: price }],
    inventory_items: parts.map((part) => ({
      inventory_item_id: itemIds.get(part.sku) as string,
      required_quantity: part.quantity,
    })),
  }
}
