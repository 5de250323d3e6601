/**
 * Loaded into the bench's store before anything else: the routes of `./api` are there beside
 * Medusa's and ours, in the same process, and nothing of them is in the plugin.
 */
const path = require("node:path")

// Not among the framework's exports.
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
