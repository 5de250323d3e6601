import { spawn } from "node:child_process"
import { once } from "node:events"
import path from "node:path"
import { Sequelize } from "sequelize"
import { createEmptyDatabase } from "../../../scripts/store/throwaway"
import type { BenchContext } from "../../suite"
import { defineModels, PlainDrop } from "./models"

const DIE_WITH_PARENT = path.join(__dirname, "../../../scripts/store/die-with-parent.js")

export interface PlainServer {
  url: string
  /** Empties the tables and creates two drops: one of `units`, one sold out. */
  reset(units: number): Promise<{ full: string; soldOut: string }>
}

/** The plain design, with its own process and database. */
export async function startPlainServer({ server, defer }: BenchContext): Promise<PlainServer> {
  const database = await createEmptyDatabase(server)
  defer(() => database.drop())
  const sequelize = new Sequelize(database.url, { dialect: "postgres", logging: false })
  defer(() => sequelize.close())
  defineModels(sequelize)
  await sequelize.sync()
  const args = ["-r", DIE_WITH_PARENT, "-r", "ts-node/register/transpile-only"]
  const child = spawn(
    process.execPath,
    [...args, path.join(__dirname, "server.ts"), database.url],
    {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: { ...process.env, NODE_ENV: "production" },
    }
  )
  const ended = once(child, "exit")
  defer(async () => {
    child.kill()
    await ended
  })
  const [port] = (await Promise.race([
    once(child, "message"),
    ended.then(() => Promise.reject(new Error("The plain server did not start."))),
  ])) as [number]
  return {
    url: `http://localhost:${port}`,
    async reset(units) {
      await PlainDrop.truncate({ cascade: true })
      await PlainDrop.bulkCreate([
        { id: "full", available: units },
        { id: "sold-out", available: 0 },
      ])
      return { full: "full", soldOut: "sold-out" }
    },
  }
}
