export type FindingKind =
  | "miscounted_pool"
  | "unbalanced_vault"
  | "trade_without_units"
  | "hold_of_ended_trade"
  | "missing_vault_credit"
  | "missing_vault_debit"
  | "unsettled_order"
  | "hold_of_deleted_cart"
  | "overpromised_level"
  | "drifted_reserved_quantity"
  | "doubled_reservation"
  | "orphaned_order"
  | "allotment_differs"
  | "stray_allotment"

export interface Finding {
  kind: FindingKind
  message: string
  /** Safe to repeat. */
  repair: () => Promise<void>
}
