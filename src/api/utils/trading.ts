import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import { guard } from "./errors"
import { customerOf } from "./request"

/** A shop without trading has none of its routes, not even in the Admin API. */
export const requireTrading = guard(async () => {
  if (!readOptions().trading.enabled)
    throw new HoldfastError("NOT_FOUND", "Trading is not available in this shop.")
})

/** Runs before the body is validated, so that guests learn nothing. */
export const requireCustomer = guard(async (req) => void customerOf(req))
