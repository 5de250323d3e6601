import { container } from "@medusajs/framework"
import { WorkflowManager } from "@medusajs/framework/orchestration"
import type { ConfigModule } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { SWEEP_JOB } from "../../shared/options"

/** Medusa turns every job into a workflow with this name. */
const WORKFLOW = `job-${SWEEP_JOB}`

/** Sweeps as the process starts: an interval starts with a wait. Does nothing where no jobs run. */
export async function sweepAtBoot(
  config: ConfigModule,
  warn: (message: string) => void
): Promise<void> {
  if (config.projectConfig.workerMode === "server") return
  if (!WorkflowManager.getWorkflow(WORKFLOW)) return
  try {
    await container.resolve(Modules.WORKFLOW_ENGINE).run(WORKFLOW)
  } catch (error) {
    warn(`the first sweep failed and will be retried: ${String(error)}`)
  }
}
