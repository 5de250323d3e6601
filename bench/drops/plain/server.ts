import { createHmac } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import express, { type RequestHandler } from "express"
import { Sequelize } from "sequelize"
import { DEMO_JWT_SECRET } from "../../../scripts/store/base-config"
import { defineModels } from "./models"
import { reservePlainly } from "./reserve"

/**
 * `server.ts <database url>`: the plain design as a server with only what the route needs: no
 * publishable key, no CORS, no sessions. Sends its port to its parent.
 */
const sequelize = new Sequelize(process.argv[2] ?? "", {
  dialect: "postgres",
  logging: false,
  pool: { max: 10, acquire: 60_000 },
})
defineModels(sequelize)
const app = express()
app.use(express.json())

/** The customer of a valid token; cheaper than any library, which favours this design. */
function customerOf(token: string): string | undefined {
  const [header = "", payload = "", signature] = token.split(".")
  const hash = createHmac("sha256", DEMO_JWT_SECRET).update(`${header}.${payload}`)
  if (hash.digest("base64url") !== signature) return undefined
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as { actor_id: string }
  return claims.actor_id
}

const reserve: RequestHandler = async (req, res, next) => {
  try {
    const customerId = customerOf(req.headers.authorization?.split(" ")[1] ?? "")
    if (!customerId) return void res.status(401).json({ code: "AUTH_REQUIRED" })
    const { status, body } = await reservePlainly(sequelize, String(req.params.id), customerId)
    res.status(status).json(body)
  } catch (error) {
    next(error)
  }
}
app.post("/store/drops/:id/reserve", (req, res, next) => void reserve(req, res, next))

const server = createServer(app).listen(0, "localhost", () => {
  process.send?.((server.address() as AddressInfo).port)
})
