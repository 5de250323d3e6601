import { randomUUID } from "node:crypto"
import { Shopper } from "../shopper"

/** A customer who presses the button, and buys if a unit was given. */
export class DropShopper extends Shopper {
  /** Whether the drop gave a unit. */
  holds = false

  async reserve(dropId: string): Promise<void> {
    const path = `/store/drops/${dropId}/reserve`
    this.holds = this.went(await this.post("reserve", path, {}, randomUUID()))
  }

  /** A cart with the unit in it, shipping and payment chosen. */
  async fillCart(): Promise<void> {
    for (const step of [() => this.prepare(), () => this.add(), () => this.checkOut()]) {
      if (this.outcome === "shopping") await step()
    }
  }

  async purchase(dropId: string): Promise<void> {
    const answer = await this.post("purchase", `/store/drops/${dropId}/purchase`, {
      cart_id: this.cartId,
    })
    if (this.went(answer)) this.outcome = answer.body?.type === "order" ? "ordered" : "refused"
  }
}
