import { z } from "@medusajs/framework/zod"

export const healthStatus = z
  .enum(["green", "yellow", "red"])
  .describe("`yellow`: works, but needs attention. `red`: fix it now; `remedy` says how.")

export const healthCheck = z.object({
  status: healthStatus,
  reason: z.string().min(1).describe("The finding, in a sentence."),
  remedy: z.string().nullable().describe("What to do. Null when there is nothing to do."),
})

const named = healthCheck.meta({ id: "HealthCheck" })

/** A process of the store, known by its heartbeat. */
export const healthProcess = z
  .object({
    id: z.string(),
    host: z.string(),
    pid: z.number().int(),
    worker_mode: z.string().describe("Medusa's `workerMode`: `shared`, `server` or `worker`."),
    lock_provider: z.string().describe("Id of the default lock provider, or `in-memory`."),
    started_at: z.iso.datetime(),
    beat_at: z.iso.datetime().describe("Its last heartbeat."),
    this_process: z.boolean().describe("Whether it is the one that responds."),
  })
  .meta({ id: "HealthProcess" })

const healthChecks = z
  .object({
    database: healthCheck
      .extend({
        latency_ms: z
          .number()
          .min(0)
          .nullable()
          .describe("Of one statement on the ledger's own connections; null if it failed."),
      })
      .meta({ id: "DatabaseCheck" }),
    locking: named,
    sweeper: healthCheck
      .extend({
        last_round_at: z.iso.datetime().nullable().describe("Null before the first round."),
        oldest_due_seconds: z
          .number()
          .min(0)
          .nullable()
          .describe("Age of the oldest due hold; null if there is none."),
      })
      .meta({ id: "SweeperCheck" }),
    reconcile: healthCheck
      .extend({
        last_run_at: z.iso.datetime().nullable().describe("Null if it never ran."),
        findings: z.number().int().min(0).nullable().describe("Differences that remained then."),
      })
      .meta({ id: "ReconcileCheck" }),
    processes: named,
  })
  .meta({ id: "HealthChecks" })

export const adminHealth = z
  .object({
    status: healthStatus.describe("The worst of the checks."),
    version: z.string().describe("Of the plugin."),
    mode: z.enum(["enforce", "observe"]),
    server_time: z.iso.datetime().nullable().describe("Null if the database does not respond."),
    checks: healthChecks,
    processes: z.array(healthProcess).describe("Those that are alive, oldest first."),
  })
  .meta({ id: "AdminHealth" })

export const adminHealthAnswer = z.object({ health: adminHealth })

export type HealthStatus = z.infer<typeof healthStatus>
export type HealthCheck = z.infer<typeof healthCheck>
export type HealthProcess = z.infer<typeof healthProcess>
export type AdminHealth = z.infer<typeof adminHealth>
export type AdminHealthAnswer = z.infer<typeof adminHealthAnswer>
