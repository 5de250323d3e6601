import { readFileSync } from "node:fs"

/** Linux counts in hundredths of a second, whatever the kernel's own clock does. */
const MS_PER_TICK = 10

/**
 * Milliseconds of processor time that a process has used. Other programs on the machine change it
 * far less than the time on the wall. Undefined where the system does not tell (not Linux).
 */
export function cpuMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    // The program's name comes second, in brackets, and may hold spaces: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
  } catch {
    return undefined
  }
}
