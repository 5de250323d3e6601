import { Op, type Sequelize, type Transaction } from "sequelize"
import { PlainDrop, PlainReservation } from "./models"

const TTL_MS = 60_000

export interface PlainAnswer {
  status: number
  body: object
}

/**
 * One managed transaction per request, correct and as most people would write it: lock the drop's
 * row, return what expired, count down, insert. A unique index keeps a customer to one.
 */
export function reservePlainly(
  sequelize: Sequelize,
  dropId: string,
  customerId: string
): Promise<PlainAnswer> {
  return sequelize.transaction(async (transaction) => {
    const drop = await PlainDrop.findByPk(dropId, { transaction, lock: transaction.LOCK.UPDATE })
    if (!drop) return { status: 404, body: { code: "DROP_NOT_FOUND" } }
    await expire(drop, transaction)
    if (drop.available < 1) return { status: 409, body: { code: "OUT_OF_STOCK" } }
    await drop.decrement("available", { transaction })
    const reservation = await PlainReservation.create(
      { dropId, customerId, expiresAt: new Date(Date.now() + TTL_MS) },
      { transaction }
    )
    return { status: 201, body: { reservation } }
  })
}

async function expire(drop: PlainDrop, transaction: Transaction): Promise<void> {
  const [expired] = await PlainReservation.update(
    { status: "expired" },
    {
      where: { dropId: drop.id, status: "active", expiresAt: { [Op.lte]: new Date() } },
      transaction,
    }
  )
  if (!expired) return
  await drop.increment("available", { by: expired, transaction })
  await drop.reload({ transaction })
}
