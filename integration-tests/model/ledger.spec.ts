import { useLedgerDatabase } from "../lib/ledger-database"
import { checkEverything, checkSums } from "./checks"
import { changeStock, extendCart, passTime, releaseSome, sweep, unmarkDead } from "./hold-actions"
import { placeOrder, settleOne } from "./order-action"
import { Random } from "./random"
import { reserveSome } from "./reserve-action"
import { World } from "./world"

/**
 * Drives the ledger and a small model of it with the same random steps and compares all results.
 *
 * MODEL_STEPS=20000 MODEL_SEED=42 npx jest integration-tests/model
 *
 * The seed of a run is printed; the same seed gives the same steps.
 */
const STEPS = Number(process.env.MODEL_STEPS ?? 2_000)
const SEED = Number(process.env.MODEL_SEED ?? Date.now() % 2_147_483_647)
const STEPS_PER_FULL_CHECK = 25

/** Actions with their weights. */
const ACTIONS: [weight: number, action: (world: World) => Promise<void>][] = [
  [45, reserveSome],
  [7, releaseSome],
  [10, extendCart],
  [18, placeOrder],
  [4, settleOne],
  [6, sweep],
  [2, unmarkDead],
  [3, passTime],
  [12, changeStock],
]

/** Each step takes a tiny part of an hour, so that no two happen at the same time. */
const HOURS_PER_STEP = 1e-6

const ledger = useLedgerDatabase()

it(
  `gives the answers of its model in ${STEPS} random steps (MODEL_SEED=${SEED})`,
  async () => {
    const random = new Random(SEED)
    const world = new World(ledger, random)
    await world.open()
    for (let step = 1; step <= STEPS; step++) {
      const action = pickAction(random)
      try {
        world.model.now += HOURS_PER_STEP
        await action(world)
        await checkSums(world)
        if (step % STEPS_PER_FULL_CHECK === 0 || step === STEPS) {
          await checkEverything(world, step === STEPS)
        }
      } catch (error) {
        const where = `step ${step} (${action.name}), again with MODEL_SEED=${SEED} MODEL_STEPS=${step}`
        throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        })
      }
    }
    process.stdout.write(`model: seed ${SEED}, ${STEPS} steps, ${describeTally(world)}\n`)
  },
  60_000 + STEPS * 60
)

function pickAction(random: Random): (world: World) => Promise<void> {
  let ticket = random.int(
    1,
    ACTIONS.reduce((sum, [weight]) => sum + weight, 0)
  )
  for (const [weight, action] of ACTIONS) {
    ticket -= weight
    if (ticket <= 0) return action
  }
  throw new Error("the weights of the actions do not add up")
}

const describeTally = (world: World): string =>
  [...world.tally]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, times]) => `${what}: ${times}`)
    .join(", ")
