import { createCustomerAccountWorkflow, createUsersWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { ADMIN, CUSTOMER } from "./accounts"

export async function seedPeople(container: MedusaContainer): Promise<void> {
  const auth = container.resolve(Modules.AUTH)
  const { result: users } = await createUsersWorkflow(container).run({
    input: { users: [{ email: ADMIN.email, first_name: "Demo", last_name: "Admin" }] },
  })
  await auth.updateAuthIdentities({
    id: await register(container, ADMIN),
    app_metadata: { user_id: users[0].id },
  })

  const { email, first_name, last_name } = CUSTOMER
  await createCustomerAccountWorkflow(container).run({
    input: {
      authIdentityId: await register(container, CUSTOMER),
      customerData: { email, first_name, last_name },
    },
  })
}

async function register(
  container: MedusaContainer,
  { email, password }: { email: string; password: string }
): Promise<string> {
  const auth = container.resolve(Modules.AUTH)
  const { authIdentity, error } = await auth.register("emailpass", { body: { email, password } })
  if (!authIdentity) throw new Error(`No login could be made for ${email}: ${error}`)
  return authIdentity.id
}
