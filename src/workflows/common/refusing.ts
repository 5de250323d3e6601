import { translate } from "../../shared/database-errors"
import { rememberRefusal } from "../../shared/request-context"

/** Medusa drops an error's details on the way out of a workflow; the request keeps them. */
export async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    const error = translate(thrown)
    rememberRefusal(error)
    throw error
  }
}
