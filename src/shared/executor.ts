/**
 * All that an operation needs of a database: one connection, mostly inside a transaction that the
 * caller opened. A `pg` client fits as it is, so a module's service, a script or a separate server
 * process can run the same operations.
 */
export interface Executor {
  query<Row>(text: string, values?: unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>
}

/** Functions of an executor and more, by name: one file each. */
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

/** Gives a piece of work its executor: in a transaction of its own, say. */
export type Run = <Result>(work: (executor: Executor) => Promise<Result>) => Promise<Result>

/** A table of operations as methods. */
export function bind<Table extends Operations>(operations: Table, run: Run): Bound<Table> {
  const methods = Object.entries(operations).map(([name, operation]) => [
    name,
    (...rest: never[]) => run((executor) => operation(executor, ...rest)),
  ])
  return Object.fromEntries(methods) as Bound<Table> // each entry of the table became its method
}

/** A class whose instances get their methods from such tables. */
export function withMethods<Methods extends object>(): new (methods: Methods) => Methods {
  const Base = class {
    constructor(methods: Methods) {
      Object.assign(this, methods)
    }
  }
  return Base as new (methods: Methods) => Methods // they were assigned
}
