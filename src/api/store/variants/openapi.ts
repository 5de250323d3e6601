import type { RouteArea } from "../../../contracts/route-table"
import { storeVariantAvailability, storeVariantAvailabilityQuery } from "../../../contracts/holds"

export const storeVariantRoutes: RouteArea = {
  name: "Availability",
  description: "What a shopper can have of a variant now.",
  routes: [
    {
      method: "GET",
      path: "/store/variants/{id}/availability",
      summary: "What can be had of a variant now, and why not more",
      details: "Over the stock locations of the publishable key's sales channels.",
      auth: "anyone",
      params: { id: "Id of the variant." },
      query: storeVariantAvailabilityQuery,
      answers: { 200: storeVariantAvailability },
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
  ],
}
