import type { DatabaseServer } from "../scripts/lib/database"
import type { Defer } from "../scripts/lib/run"

export interface BenchContext {
  server: DatabaseServer
  /** What the suite starts, it defers to stop. */
  defer: Defer
  /** For people, on stderr. */
  say: (line: string) => void
  /** Times that everything is measured; what is compared takes turns within each. */
  rounds: number
}

/**
 * One line of the table: a name and figures, each the median of the rounds unless its title says
 * otherwise.
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
