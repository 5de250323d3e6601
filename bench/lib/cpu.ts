import { readFileSync } from "node:fs"

/** Linux counts in hundredths of a second, whatever the kernel's timer frequency. */
const MS_PER_TICK = 10

/** CPU time that a process has used, in milliseconds; undefined where there is no /proc. */
export function cpuMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    // The program's name comes second, in brackets, and may contain spaces: count after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
  } catch {
    return undefined
  }
}
