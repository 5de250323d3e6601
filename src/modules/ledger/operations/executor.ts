/**
 * All that an operation needs of a database: one connection, inside a transaction that the caller
 * opened. A `pg` client fits as it is, so the module service, a script or a separate server process
 * can run the same operations.
 */
export interface Executor {
  query<Row>(text: string, values?: unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>
}
