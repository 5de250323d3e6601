import type { MedusaRequest } from "@medusajs/framework/http"
import type { AdminDrop, AdminDropAnswer } from "../../../contracts/admin-drops"
import { toAdminDrops } from "../../../domain/drops/admin-drops"
import { retrieveDrop, type DropRow } from "../../../domain/drops/definitions"
import { chosenFields } from "../../utils/request"

/** Drops with the fields that the query chooses. */
export async function toAnswer(
  req: MedusaRequest,
  rows: readonly DropRow[]
): Promise<Partial<AdminDrop>[]> {
  const drops = await toAdminDrops(req.scope, rows)
  return drops.map((drop) => chosenFields(req, drop))
}

/** The drop as it is now. @throws HoldfastError `DROP_NOT_FOUND`. */
export async function readAnswer(req: MedusaRequest, dropId: string): Promise<AdminDropAnswer> {
  const [drop] = await toAnswer(req, [await retrieveDrop(req.scope, dropId)])
  return { drop: drop ?? {} }
}
