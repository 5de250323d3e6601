import type { Pool } from "pg"
import type { Answer } from "../../scripts/rush/http"
import type { StoreTrade } from "../../src/contracts/trades"
import type { Owner, UnitsOf } from "../../src/contracts/vaults"
import { Random } from "../model/random"
import { letTradeExpire, units, type Trader } from "./trading"

/** A shared inventory and those of the traders who may do everything in it. */
export interface Club {
  owner: Owner
  managers: readonly Trader[]
}

const ACTIONS = {
  propose: 30,
  ring: 8,
  confirm: 30,
  cancel: 5,
  decline: 5,
  counter: 6,
  deposit: 6,
  withdraw: 6,
  expire: 4,
} as const

export type Action = keyof typeof ACTIONS

/** Trades that clients remember; they forget older ones, so that they confirm live ones. */
const KNOWN_MAX = 24

/** Clients that trade a handful of units at random, so that they collide all the time. */
export class TradeMix {
  /** What succeeded, and how often. */
  readonly done = new Map<Action, number>()
  /** Answers that nobody should ever meet. */
  readonly wrong: string[] = []
  readonly #known: StoreTrade[] = []

  constructor(
    private readonly db: Pool,
    private readonly traders: readonly Trader[],
    private readonly clubs: readonly Club[],
    private readonly variants: readonly string[],
    private readonly knownMax = KNOWN_MAX
  ) {}

  /** One client, until the end. The seed decides what it tries, the race what results from it. */
  async run(seed: number, milliseconds: number): Promise<void> {
    const random = new Random(seed)
    const end = performance.now() + milliseconds
    while (performance.now() < end) {
      const action = choose(random)
      const answer = await this.#act(action, random)
      if (!answer) continue
      if (answer.status >= 200 && answer.status < 300) {
        this.done.set(action, (this.done.get(action) ?? 0) + 1)
        const trade = answer.body?.trade as StoreTrade | undefined
        if (trade?.status === "pending" && !this.#known.some((one) => one.id === trade.id)) {
          this.#known.push(trade)
          if (this.#known.length > this.knownMax) this.#known.shift()
        }
      } else if (![403, 404, 409].includes(answer.status)) {
        this.wrong.push(`${action}: ${answer.status} ${JSON.stringify(answer.body)}`)
      }
    }
  }

  async #act(action: Action, random: Random): Promise<Answer | undefined> {
    const trader = random.pick(this.traders)
    const trade = random.pick(this.#known)
    if (!trader) return undefined
    switch (action) {
      case "propose":
        return this.#propose(random, trader)
      case "ring":
        return this.#ring(random, trader)
      case "deposit":
      case "withdraw": {
        const club = random.pick(this.clubs)
        const by = random.pick(club?.managers ?? [])
        const path = `/store/shared-inventories/${club?.owner.id}/${action}`
        return by?.send("POST", path, { items: this.#items(random, 1) })
      }
      case "expire":
        if (trade) await letTradeExpire(this.db, trade.id)
        if (trade) this.done.set(action, (this.done.get(action) ?? 0) + 1)
        return undefined
      case "counter": {
        const terms = { offered: this.#items(random, 1), wanted: this.#items(random, 1) }
        return trade?.kind === "direct" ? trader.act(trade.id, action, terms) : undefined
      }
      default:
        return trade ? trader.act(trade.id, action) : undefined
    }
  }

  #propose(random: Random, trader: Trader): Promise<Answer> {
    const own = this.clubs.filter((club) => club.managers.includes(trader))
    const context = random.chance(25) ? (random.pick(own)?.owner.id ?? "self") : "self"
    const club = random.chance(25) ? random.pick(this.clubs) : undefined
    const other = random.pick(this.traders.filter((one) => one !== trader))
    const target = club ? { shared_inventory_id: club.owner.id } : other?.asTarget
    if (club?.owner.id === context) return this.#propose(random, trader)
    return trader.propose({
      context,
      target,
      offered: this.#items(random, 2),
      wanted: random.chance(80) ? this.#items(random, 2) : [],
    })
  }

  #ring(random: Random, trader: Trader): Promise<Answer> {
    const others = random.some(
      this.traders.filter((one) => one !== trader),
      2
    )
    const [one, two] = others.length === 2 ? others : this.traders.filter((t) => t !== trader)
    return trader.send("POST", "/store/trades/rings", {
      others: [one?.asTarget, two?.asTarget],
      gives: [this.#items(random, 1), this.#items(random, 1), this.#items(random, 1)],
    })
  }

  #items(random: Random, most: number): UnitsOf[] {
    return random.some(this.variants, most).map((variant) => units(variant, random.int(1, 2)))
  }
}

function choose(random: Random): Action {
  const entries = Object.entries(ACTIONS) as [Action, number][] // the keys of the table above
  let rest = random.int(
    1,
    entries.reduce((total, [, weight]) => total + weight, 0)
  )
  for (const [action, weight] of entries) {
    rest -= weight
    if (rest <= 0) return action
  }
  return "propose"
}
