import {
  createStep,
  createWorkflow,
  StepResponse,
  when,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import type { AdminCreateDrop } from "../../contracts/admin-drops"
import { dropsOf } from "../../domain/container"
import { forgetDrop, type DropRow } from "../../domain/drops/definitions"
import { planDrop } from "../../domain/drops/plan"
import { returnStock } from "../../domain/drops/stock"
import { keepErrorDetails } from "../../shared/request-context"
import { emitDropChanged, markDropStep, allotDropStockStep } from "./steps"

export type CreateDropInput = AdminCreateDrop

/** Writes the drop as a draft; compensation deletes it and returns its stock. */
export const createDropStep = createStep(
  "holdfast-create-drop",
  (input: CreateDropInput, { container }) =>
    keepErrorDetails(async () => {
      const { values, schedule } = await planDrop(container, input)
      const [drop] = (await dropsOf(container).createDrops([values])) as DropRow[]
      if (!drop) throw new Error("The drop was not created.")
      return new StepResponse({ id: drop.id, schedule }, drop)
    }),
  async (drop, { container }) => {
    if (!drop) return
    await returnStock(container, drop)
    await dropsOf(container).deleteDrops([drop.id])
    forgetDrop(drop.id)
  }
)

/** Makes a drop and allots its stock unless it is a draft. Nobody knows it yet, so no lock. */
export const createDropWorkflow = createWorkflow(
  "holdfast-create-drop",
  function (input: CreateDropInput) {
    const drop = createDropStep(input)
    when("the-drop-is-no-draft", { drop }, ({ drop }) => drop.schedule).then(() => {
      const { pool_id } = allotDropStockStep(drop)
      markDropStep({ id: drop.id, status: "scheduled", pool_id })
    })
    emitDropChanged(drop.id, "created")
    return new WorkflowResponse({ id: drop.id })
  }
)
