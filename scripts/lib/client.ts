import { Client } from "pg"

export async function connect(url: string, timeoutMs = 10_000): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: timeoutMs })
  // Without a listener, a lost connection would crash us; the next statement fails anyway.
  client.on("error", () => undefined)
  await client.connect()
  return client
}

/** Runs `work` with a connection of its own. */
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
