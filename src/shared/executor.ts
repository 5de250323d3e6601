/** A connection, mostly in a transaction. A `pg` client fits, so separate processes can use it. */
export interface Executor {
  query<Row>(text: string, values?: unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>
}

/** @param from what follows `from`, conditions included. */
export async function countRows(
  executor: Executor,
  from: string,
  values: unknown[]
): Promise<number> {
  const { rows } = await executor.query<{ count: number }>(
    `select count(*)::int as count from ${from}`,
    values
  )
  return rows[0]?.count ?? 0
}

/** Serializes the transactions that name the same thing, until they end. */
export async function lockName(executor: Executor, name: string): Promise<void> {
  await executor.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [name])
}

/** Functions of an executor and more, by name. */
type Operations = Record<string, (executor: Executor, ...rest: never[]) => Promise<unknown>>

/** The same functions without the executor. */
export type Bound<Table extends Operations> = {
  readonly [Name in keyof Table]: Table[Name] extends (
    executor: Executor,
    ...rest: infer Rest
  ) => infer Result
    ? (...rest: Rest) => Result
    : never
}

/** Gives work its executor: in a new transaction, say. */
export type Run = <Result>(work: (executor: Executor) => Promise<Result>) => Promise<Result>

/** A table of operations as methods. */
export function bind<Table extends Operations>(operations: Table, run: Run): Bound<Table> {
  const methods = Object.entries(operations).map(([name, operation]) => [
    name,
    (...rest: never[]) => run((executor) => operation(executor, ...rest)),
  ])
  return Object.fromEntries(methods) as Bound<Table> // one method per entry
}

/** A class whose instances get their methods from such tables. */
export function withMethods<Methods extends object>(): new (methods: Methods) => Methods {
  const Base = class {
    constructor(methods: Methods) {
      Object.assign(this, methods)
    }
  }
  return Base as new (methods: Methods) => Methods // assigned above
}
