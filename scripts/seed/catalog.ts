/**
 * What the demo's sneaker shop sells. Amounts are euros, stock is per location: [warehouse, shop].
 */

type Stock = [warehouse: number, shop: number]

export interface SneakerSpec {
  title: string
  handle: string
  description: string
  price: number
  colours: string[]
  sizes: string[]
  /** Of each colour and size. */
  stock: Stock
}

export interface InventorySpec {
  sku: string
  title: string
  stock: Stock
}

/** A variant that is made of inventory items which it shares with other variants. */
export interface ComposedVariantSpec {
  title: string
  sku: string
  price: number
  parts: { sku: string; quantity: number }[]
}

export interface ComposedProductSpec {
  title: string
  handle: string
  description: string
  variants: ComposedVariantSpec[]
}

export interface SimpleVariantSpec {
  title: string
  sku: string
  price: number
  /** Undefined: Medusa does not manage its stock. */
  stock?: Stock
  allowBackorder?: boolean
}

export interface SimpleProductSpec {
  title: string
  handle: string
  description: string
  variants: SimpleVariantSpec[]
}

const ADULT_SIZES = ["40", "41", "42", "43", "44"]

export const SNEAKERS: SneakerSpec[] = [
  {
    title: "Tempo Runner",
    handle: "tempo-runner",
    description: "A light daily trainer with a springy sole.",
    price: 129,
    colours: ["White", "Ink"],
    sizes: ADULT_SIZES,
    stock: [18, 6],
  },
  {
    title: "Harbour Low",
    handle: "harbour-low",
    description: "Waxed canvas, made for wet quays.",
    price: 99,
    colours: ["Sand", "Navy"],
    sizes: ADULT_SIZES,
    stock: [24, 8],
  },
  {
    title: "Canal High",
    handle: "canal-high",
    description: "A high top in full-grain leather.",
    price: 159,
    colours: ["Black", "Cognac"],
    sizes: ADULT_SIZES,
    stock: [12, 4],
  },
  {
    title: "Meridian Trail",
    handle: "meridian-trail",
    description: "Deep lugs and a rock plate for long days out.",
    price: 149,
    colours: ["Moss"],
    sizes: ADULT_SIZES,
    stock: [15, 5],
  },
  {
    title: "Drift Slip-On",
    handle: "drift-slip-on",
    description: "No laces, no hurry.",
    price: 69,
    colours: ["Grey", "Rust"],
    sizes: ["38", "40", "42", "44"],
    stock: [30, 10],
  },
  {
    title: "Court Classic",
    handle: "court-classic",
    description: "The tennis shoe that never went away.",
    price: 89,
    colours: ["White"],
    sizes: ADULT_SIZES,
    stock: [40, 12],
  },
  {
    title: "Nimbus Knit",
    handle: "nimbus-knit",
    description: "A knitted upper that fits like a sock.",
    price: 119,
    colours: ["Cloud", "Coral"],
    sizes: ADULT_SIZES,
    stock: [16, 4],
  },
  {
    title: "Granite Hiker",
    handle: "granite-hiker",
    description: "Mid cut and waterproof, ready to be resoled.",
    price: 189,
    colours: ["Slate"],
    sizes: ADULT_SIZES,
    stock: [9, 3],
  },
  {
    title: "Kids Dash",
    handle: "kids-dash",
    description: "Hook-and-loop straps and a washable insole.",
    price: 49,
    colours: ["Yellow", "Blue"],
    sizes: ["28", "30", "32"],
    stock: [20, 10],
  },
  {
    title: "Midnight Tempo (limited)",
    handle: "midnight-tempo",
    description: "Ten numbered pairs. This is the one that they queue for.",
    price: 249,
    colours: ["Midnight"],
    sizes: ["42"],
    stock: [5, 5],
  },
]

/** Parts that several variants share. */
export const PARTS: InventorySpec[] = [
  { sku: "SOCK-PAIR", title: "Crew sock, one pair", stock: [120, 60] },
  { sku: "CARE-BRUSH", title: "Horsehair brush", stock: [25, 5] },
  { sku: "CARE-CLEANER", title: "Sneaker cleaner, 200 ml", stock: [40, 10] },
  {
    sku: "LEATHER-NATURAL",
    title: "Vegetable-tanned leather, natural, metres",
    stock: [12.5, 2.75],
  },
]

export const COMPOSED: ComposedProductSpec[] = [
  {
    title: "Crew Socks",
    handle: "crew-socks",
    description: "One pair, or three: both come out of the same box.",
    variants: [
      {
        title: "One pair",
        sku: "SOCK-1",
        price: 9,
        parts: [{ sku: "SOCK-PAIR", quantity: 1 }],
      },
      {
        title: "Three pairs",
        sku: "SOCK-3",
        price: 24,
        parts: [{ sku: "SOCK-PAIR", quantity: 3 }],
      },
    ],
  },
  {
    title: "Sneaker Care",
    handle: "sneaker-care",
    description: "Brush, cleaner, or the kit with one of each.",
    variants: [
      {
        title: "Brush",
        sku: "CARE-1",
        price: 12,
        parts: [{ sku: "CARE-BRUSH", quantity: 1 }],
      },
      {
        title: "Cleaner",
        sku: "CARE-2",
        price: 10,
        parts: [{ sku: "CARE-CLEANER", quantity: 1 }],
      },
      {
        title: "Kit",
        sku: "CARE-KIT",
        price: 19,
        parts: [
          { sku: "CARE-BRUSH", quantity: 1 },
          { sku: "CARE-CLEANER", quantity: 1 },
        ],
      },
    ],
  },
  {
    title: "Leather by the Metre",
    handle: "leather-by-the-metre",
    description: "Vegetable tanned and cut off the roll, in steps of a quarter of a metre.",
    // A cart line counts whole pieces (its column is an integer): the fraction lies in what one
    // piece takes off the roll.
    variants: [
      {
        title: "A quarter of a metre",
        sku: "LEATHER-025",
        price: 11,
        parts: [{ sku: "LEATHER-NATURAL", quantity: 0.25 }],
      },
      {
        title: "One metre",
        sku: "LEATHER-100",
        price: 38,
        parts: [{ sku: "LEATHER-NATURAL", quantity: 1 }],
      },
    ],
  },
]

export const SIMPLE: SimpleProductSpec[] = [
  {
    title: "Made-to-Order Brogue Sneaker",
    handle: "made-to-order-brogue",
    description: "Sewn after you order: it may be bought beyond what is in stock.",
    variants: [
      {
        title: "Made to order",
        sku: "BROGUE-MTO",
        price: 289,
        stock: [2, 0],
        allowBackorder: true,
      },
    ],
  },
  {
    title: "Cleaning Service",
    handle: "cleaning-service",
    description: "Bring them in dirty. A service has no stock to run out of.",
    variants: [{ title: "One pair", sku: "SERVICE-CLEAN", price: 25 }],
  },
]
