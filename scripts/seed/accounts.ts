/**
 * Logins of the demo store: fit for trying things out on one's own machine, and for nothing else.
 */
export const ADMIN = { email: "admin@holdfast.test", password: "holdfast-admin" }

export const CUSTOMER = {
  email: "robin@holdfast.test",
  password: "holdfast-customer",
  first_name: "Robin",
  last_name: "Vermeer",
}
