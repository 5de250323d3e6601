import { HttpClient, type Answer, type Headers } from "../../scripts/rush/http"
import { findBreach } from "./contract-check"

/** An HTTP client that fails the test for an answer that the OpenAPI document does not allow. */
export class CheckedHttpClient extends HttpClient {
  /** Kept as well, for a test that swallows what a call throws. */
  readonly breaches: string[] = []

  constructor(
    connections: number,
    private readonly checks = true
  ) {
    super(connections)
  }

  override async send(
    method: "GET" | "POST" | "DELETE",
    url: string,
    headers: Headers,
    body?: unknown
  ): Promise<Answer> {
    const answer = await super.send(method, url, headers, body)
    const breach = this.checks ? findBreach(method, url, answer) : undefined
    if (breach) {
      this.breaches.push(breach)
      throw new Error(breach)
    }
    return answer
  }
}
