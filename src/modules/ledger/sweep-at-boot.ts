import { container } from "@medusajs/framework"
import { WorkflowManager } from "@medusajs/framework/orchestration"
import type { ConfigModule } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { SWEEP_JOB } from "../../shared/options"

/** Medusa makes a workflow of every job, and names it so. */
const WORKFLOW = `job-${SWEEP_JOB}`

/**
 * Runs the sweeper's job once as the process starts: an interval's first round comes only when the
 * interval is over, and after a crash there is something to settle. Does nothing in processes that
 * have no jobs (`server`, and scripts).
 */
export async function sweepAtBoot(
  config: ConfigModule,
  warn: (message: string) => void
): Promise<void> {
  if (config.projectConfig.workerMode === "server") return
  if (!WorkflowManager.getWorkflow(WORKFLOW)) return
  try {
    await container.resolve(Modules.WORKFLOW_ENGINE).run(WORKFLOW)
  } catch (error) {
    warn(`the first round of the sweeper failed, the next one tries again: ${String(error)}`)
  }
}
