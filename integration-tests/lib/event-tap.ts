import { listenTo } from "./listener"
import { until, type StoreUnderTest } from "./store-under-test"

export interface Heard {
  name: string
  data: Record<string, unknown>
}

/** Hears the plugin's events from a store, all its processes included. */
export interface EventTap {
  heard: Heard[]
  /** Waits until an event with at least these data was heard. */
  hears(name: string, data: Record<string, unknown>): Promise<boolean>
  close(): Promise<void>
}

export async function openEventTap(store: StoreUnderTest): Promise<EventTap> {
  const heard: Heard[] = []
  const close = await listenTo(store, "tap", (event) => void heard.push(event as Heard))
  return {
    heard,
    hears: (name, data) =>
      until(`${name} with ${JSON.stringify(data)}`, async () =>
        heard.some(
          (event) =>
            event.name === name &&
            Object.entries(data).every(
              ([key, value]) => JSON.stringify(event.data[key]) === JSON.stringify(value)
            )
        )
      ),
    close,
  }
}
