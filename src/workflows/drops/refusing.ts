import { rememberRefusal } from "../../shared/request-context"

/**
 * Medusa drops an error's details on the way out of a workflow; they are remembered for the
 * request's answer.
 */
export async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    rememberRefusal(error)
    throw error
  }
}
