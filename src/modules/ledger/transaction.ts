import { bind, withMethods, type Bound, type Executor } from "../../shared/executor"
import { listHolds } from "./operations/list-holds"
import { lockMovementKey, lockPools } from "./operations/row-locks"
import { moveUnits, type Movement, type MoveResult } from "./operations/move-units"
import { readMovements } from "./operations/read-movements"
import { reserve } from "./operations/reserve"
import type { ReserveRequest, ReserveResult } from "./operations/reserve-types"
import { resolveHolds } from "./operations/resolve-holds"
import type { Actor, HoldChange, HoldRow, HoldStatus } from "./operations/rows"
import { ensureVaults, type VaultRef } from "./operations/vaults"

/** `lockMovementKey` before any vault is locked. */
const OPERATIONS = { listHolds, lockMovementKey, readMovements }

/**
 * A transaction that the caller fills, for what must be all or nothing across modules: settling a
 * trade, say. Always in this order, so that no two deadlock: the caller's own rows, then
 * `lockVaults` once with all vaults involved, then the verbs.
 */
export class LedgerTransaction extends withMethods<Bound<typeof OPERATIONS>>() implements Executor {
  /** Done to holds; emitted as events after the commit. */
  readonly changes: HoldChange[] = []

  constructor(private readonly executor: Executor) {
    super(bind(OPERATIONS, (work) => work(executor)))
  }

  query: Executor["query"] = (text, values) => this.executor.query(text, values)

  /** Creates missing vaults and locks all: key (see `vaultKey`) → pool id. */
  async lockVaults(refs: readonly VaultRef[]): Promise<Map<string, string>> {
    const vaults = await ensureVaults(this.executor, refs)
    await lockPools(this.executor, [...vaults.values()])
    return vaults
  }

  /** All claims of the request, or none. */
  async reserve(request: ReserveRequest): Promise<ReserveResult> {
    const { results, changes } = await reserve(this.executor, [request])
    this.changes.push(...changes)
    const [result] = results
    if (!result) throw new Error("reserve returned no result")
    return result
  }

  /** Resolves holds whose pools this transaction has locked. */
  async resolve(
    holdIds: readonly string[],
    status: Exclude<HoldStatus, "active">,
    by: { actor: Actor; reason: string }
  ): Promise<void> {
    this.changes.push(...(await resolveHolds(this.executor, { hold_ids: holdIds, status, ...by })))
  }

  async lockPoolsOf(holds: readonly HoldRow[]): Promise<void> {
    await lockPools(
      this.executor,
      holds.map((hold) => hold.pool_id)
    )
  }

  async moveUnits(
    movements: readonly Movement[],
    by: { actor: Actor; reason: string }
  ): Promise<MoveResult> {
    const result = await moveUnits(this.executor, movements, by)
    if (result.outcome === "moved") this.changes.push(...result.changes)
    return result
  }
}
