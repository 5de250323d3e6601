import { readOptions, PLUGIN_NAME } from "../../shared/options"
import type { HookName } from "../../contracts/options"

/** What `createHook` of Medusa's workflows SDK says to the second one who registers. */
const TAKEN = "multiple hook handlers"

/**
 * Registers our handler at one of Medusa's workflow hooks, unless the option switches it off. Read
 * at import: a registered handler occupies the hook even if it does nothing, and Medusa allows one
 * for the whole application.
 *
 * Medusa loads the store's files and the plugins' at the same time, so either may come first, and
 * its own error names neither the workflow nor a way out. Both get the same sentence: we, when the
 * hook is taken already; whoever comes after us, because what they would call to register is
 * replaced by a refusal.
 *
 * @param hooks the workflow's `hooks`.
 * @param handler the name under which `hook-handlers` exports ours.
 * @throws Error that stops the boot and says what to do.
 */
export function takeHook(
  name: HookName,
  hooks: object,
  handler: string,
  register: () => void
): void {
  if (!readOptions().hooks[name]) return
  try {
    register()
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes(TAKEN)) throw error
    throw alreadyTaken(name, handler)
  }
  const hook = name.slice(name.indexOf(".") + 1)
  Object.assign(hooks, {
    [hook]: () => {
      throw alreadyTaken(name, handler)
    },
  })
}

function alreadyTaken(name: HookName, handler: string): Error {
  return new Error(
    `Holdfast and another handler both want Medusa's workflow hook "${name}", and Medusa allows one handler per hook. ` +
      `Switch Holdfast's off in medusa-config.ts ({ resolve: "${PLUGIN_NAME}", options: { hooks: { "${name}": false } } }) ` +
      `and call ${handler} of "${PLUGIN_NAME}/hook-handlers" in the other handler: without that call the gate stands open.`
  )
}
