/** Carries messages between a store's processes. May lose some, and then reports it. */
export interface Wire {
  /** Resolves once other processes' messages are heard. */
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
