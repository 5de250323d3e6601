import { storeVariantAvailability, storeVariantAvailabilityQuery } from "../../../contracts/holds"
import { defineRoutes } from "../../utils/define-routes"

export const storeVariantRoutes = defineRoutes({
  name: "Availability",
  description: "How many units a shopper can get now.",
  auth: "anyone",
  params: { id: "Id of the variant." },
  routes: {
    "GET /store/variants/:id/availability": {
      summary: "How many units of a variant are available now, and why not more",
      details: "Over the stock locations of the publishable key's sales channels.",
      query: storeVariantAvailabilityQuery,
      answer: storeVariantAvailability,
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
  },
})
