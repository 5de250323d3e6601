import type { DatabaseServer } from "../scripts/lib/database"
import type { Defer } from "../scripts/lib/run"

export interface BenchContext {
  server: DatabaseServer
  /** Stops what the suite starts. */
  defer: Defer
  /** Progress for people, on stderr. */
  say: (line: string) => void
  /** How often everything is measured; what is compared alternates within a round. */
  rounds: number
}

/**
 * A row of the table: a name and figures, medians of the rounds unless the title says otherwise.
 */
export type Row = { name: string } & Record<string, string | number | null>

export interface Column {
  key: string
  title: string
}

export interface Aim {
  what: string
  value: number
  aim: string
  met: boolean
}

export interface SuiteResult {
  title: string
  config: Record<string, string | number>
  columns: Column[]
  rows: Row[]
  aims: Aim[]
}

export type Suite = (context: BenchContext) => Promise<SuiteResult>
