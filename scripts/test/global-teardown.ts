import { takeKept } from "./shared-server"

export default async function globalTeardown(): Promise<void> {
  await takeKept()?.close()
}
