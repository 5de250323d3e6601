import { Client } from "pg"

export async function connect(url: string, timeoutMs = 10_000): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: timeoutMs })
  // A server that goes away meanwhile fails the next statement; that is early enough.
  client.on("error", () => undefined)
  await client.connect()
  return client
}

/** Does `work` with a connection of its own. */
export async function withClient<T>(
  url: string,
  work: (client: Client) => Promise<T>,
  timeoutMs?: number
): Promise<T> {
  const client = await connect(url, timeoutMs)
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
