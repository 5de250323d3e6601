import path from "node:path"
import * as prettier from "prettier"
import { guardedAreas, routeAreas } from "../../src/api/routes"
import { PROJECT_ROOT } from "../lib/paths"
import { writeErrorsPage } from "./errors-page"
import { writeEventsPage } from "./events-page"
import { openApiDocument } from "./openapi"
import { writeOptionsPage } from "./options-page"
import { writeRoutePages } from "./route-pages"

/** Every generated reference page, by file name, formatted with Prettier. */
export async function writePages(): Promise<Record<string, string>> {
  const pages = {
    "docs/reference/openapi.json": JSON.stringify(openApiDocument()),
    ...writeRoutePages(routeAreas, guardedAreas),
    "docs/reference/options.md": writeOptionsPage(),
    "docs/reference/events.md": writeEventsPage(),
    "docs/reference/errors.md": writeErrorsPage(),
  }
  const options = await prettier.resolveConfig(path.join(PROJECT_ROOT, "package.json"))
  const formatted = Object.entries(pages).map(async ([file, text]) => {
    return [file, await prettier.format(text, { ...options, filepath: file })] as const
  })
  return Object.fromEntries(await Promise.all(formatted))
}
