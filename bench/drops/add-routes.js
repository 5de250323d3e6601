/** Preloaded: adds the routes of `./api` to the bench's store, and none to the plugin. */
const path = require("node:path")

// Not exported by the framework.
const framework = path.join(__dirname, "../../node_modules/@medusajs/framework/dist")
const { RoutesLoader } = require(path.join(framework, "http/routes-loader.js"))

const scanDir = RoutesLoader.prototype.scanDir
let added = false
RoutesLoader.prototype.scanDir = async function (folder) {
  await scanDir.call(this, folder)
  if (added) return
  added = true
  await scanDir.call(this, path.join(__dirname, "api"))
}
