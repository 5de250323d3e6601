import { storeVariantAvailability, storeVariantAvailabilityQuery } from "../../../contracts/holds"
import { defineRoutes } from "../../utils/define-routes"

export const storeVariantRoutes = defineRoutes({
  name: "Availability",
  description: "What a shopper can have of a variant now.",
  auth: "anyone",
  params: { id: "Id of the variant." },
  routes: {
    "GET /store/variants/:id/availability": {
      summary: "What can be had of a variant now, and why not more",
      details: "Over the stock locations of the publishable key's sales channels.",
      query: storeVariantAvailabilityQuery,
      answer: storeVariantAvailability,
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
  },
})
