import { withClient } from "./client"

export interface CustomerRow {
  id: string
  email: string
  first_name: string
  last_name: string
  has_account?: boolean
}

/** Inserts customers by SQL: a rush needs thousands, and none of the workflow's side effects. */
export async function insertCustomers(databaseUrl: string, rows: CustomerRow[]): Promise<void> {
  await withClient(databaseUrl, (client) =>
    client.query(
      `insert into customer (id, email, first_name, last_name, has_account)
       select id, email, first_name, last_name, coalesce(has_account, false)
       from jsonb_to_recordset($1::jsonb)
         as t(id text, email text, first_name text, last_name text, has_account boolean)`,
      [JSON.stringify(rows)]
    )
  )
}
