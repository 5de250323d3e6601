import { readOptions, PLUGIN_NAME } from "../../shared/options"
import type { HookName } from "../../contracts/options"

/** What Medusa's `createHook` says to the second handler. */
const TAKEN = "multiple hook handlers"

/**
 * Registers our handler of a Medusa workflow hook, unless the option switches it off: Medusa allows
 * one handler per hook for the whole application.
 *
 * Medusa loads the store's files and the plugins' at the same time, so either may come first, and
 * its own error names neither the workflow nor a remedy. So we throw a helpful one if the hook is
 * taken, and replace the hook's register function by one that throws it to whoever comes later.
 * @param handler the name under which `hook-handlers` exports ours.
 * @throws Error that stops the boot with a remedy.
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
    `Holdfast and another handler both use Medusa's workflow hook "${name}", but Medusa allows one handler per hook. ` +
      `Disable Holdfast's in medusa-config.ts ({ resolve: "${PLUGIN_NAME}", options: { hooks: { "${name}": false } } }) ` +
      `and call ${handler} of "${PLUGIN_NAME}/hook-handlers" in the other handler: without that call, stock can be oversold.`
  )
}
