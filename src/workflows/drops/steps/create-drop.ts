import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { dropsOf } from "../../../domain/container"
import type { AdminCreateDrop } from "../../../contracts/admin-drops"
import { type DropRow } from "../../../domain/drops/definitions"
import { planDrop } from "../../../domain/drops/plan"
import { discardDrop } from "../../../domain/drops/remove"
import { refusing } from "../refusing"

export type CreateDropInput = AdminCreateDrop

/** Writes the drop down as a draft; compensation leaves nothing of it behind, stock included. */
export const createDropStep = createStep(
  "holdfast-create-drop",
  (input: CreateDropInput, { container }) =>
    refusing(async () => {
      const { values, schedule } = await planDrop(container, input)
      const [drop] = (await dropsOf(container).createDrops([values])) as DropRow[]
      if (!drop) throw new Error("The drop was written and is not there.")
      return new StepResponse({ id: drop.id, schedule }, drop)
    }),
  async (drop, { container }) => {
    if (drop) await discardDrop(container, drop)
  }
)
