import { MedusaService } from "@medusajs/framework/utils"
import { Drop } from "./models/drop"
import { DropPurchase } from "./models/drop-purchase"
import { DropRefusal } from "./models/drop-refusal"
import {
  latestPurchasers,
  readRefusals,
  type LatestPurchaser,
  type Manager,
} from "./operations/activity"

interface Dependencies {
  manager: Manager
}

/** Purchasers in a drop's activity feed. */
const FEED_LENGTH = 3

/** Descriptions of drops, their activity feed and statistics. Holds and stock are the ledger's. */
export default class DropsModuleService extends MedusaService({ Drop, DropPurchase, DropRefusal }) {
  readonly #dependencies: Dependencies

  constructor(dependencies: Dependencies) {
    // eslint-disable-next-line prefer-rest-params -- Medusa's base class reads its arguments itself
    super(...arguments)
    this.#dependencies = dependencies
  }

  latestPurchasers(dropIds: readonly string[]): Promise<LatestPurchaser[]> {
    return latestPurchasers(this.#dependencies.manager, dropIds, FEED_LENGTH)
  }

  readRefusals(dropId: string, minutesMax: number): ReturnType<typeof readRefusals> {
    return readRefusals(this.#dependencies.manager, dropId, minutesMax)
  }
}
