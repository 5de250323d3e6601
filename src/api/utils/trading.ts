import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import { guard } from "./errors"
import { customerOf } from "./request"

/** Where the shop has no trading, its routes are not there: the Admin API's too. */
export const requireTrading = guard(async () => {
  if (!readOptions().trading.enabled)
    throw new HoldfastError("NOT_FOUND", "This shop has no vaults and trades.")
})

/** Guests have no vault. Runs before the body is validated, so that a stranger learns nothing. */
export const requireCustomer = guard(async (req) => void customerOf(req))
