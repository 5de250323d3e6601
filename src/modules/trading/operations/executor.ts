/** What an operation runs on: a transaction or a pool of PostgreSQL connections. */
export interface Executor {
  query<Row>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
}
