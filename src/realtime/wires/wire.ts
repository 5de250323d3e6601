/** Carries messages between the processes of a store. May lose some, and says so then. */
export interface Wire {
  /** Resolves as soon as messages of others are heard for the first time. */
  readonly ready: Promise<void>
  /** To all processes, in order. Never throws: what cannot be sent is lost. */
  publish(messages: readonly string[]): Promise<void>
  close(): Promise<void>
}

export interface WireEnd {
  onMessage(text: string): void
  /** The connection is back after messages may have been lost, in either direction. */
  onResume(): void
  warn(message: string): void
}
