import type { Headers, HttpClient } from "./http"

type Json = Record<string, unknown>

/** The Admin API for the rush: any error ends the run with a sentence. */
export class AdminApi {
  private constructor(
    private readonly http: HttpClient,
    readonly url: string,
    /** The merchant's login, for calls whose errors matter to the caller. */
    readonly headers: Headers
  ) {}

  static async login(
    http: HttpClient,
    url: string,
    email: string,
    password: string
  ): Promise<AdminApi> {
    const answer = await http.send("POST", `${url}/auth/user/emailpass`, {}, { email, password })
    if (answer.networkError) {
      throw new Error(`There is no store at ${url} (${answer.networkError}).`)
    }
    const token = answer.body?.token
    if (answer.status !== 200 || typeof token !== "string") {
      throw new Error(
        `${email} cannot log in at ${url} (HTTP ${answer.status}): set --admin-email and --admin-password.`
      )
    }
    return new AdminApi(http, url, { authorization: `Bearer ${token}` })
  }

  /** The caller names the shape of Medusa's response, which `fields` in the path decides. */
  async get<T extends Json>(path: string): Promise<T> {
    return this.call<T>("GET", path)
  }

  async post<T extends Json>(path: string, body: Json): Promise<T> {
    return this.call<T>("POST", path, body)
  }

  async delete<T extends Json>(path: string): Promise<T> {
    return this.call<T>("DELETE", path)
  }

  /** All pages of a list. */
  async list<T>(path: string, key: string): Promise<T[]> {
    const all: T[] = []
    for (;;) {
      const glue = path.includes("?") ? "&" : "?"
      const page = await this.get<Json>(`${path}${glue}limit=200&offset=${all.length}`)
      const rows = page[key] as T[]
      all.push(...rows)
      if (rows.length === 0 || all.length >= Number(page.count)) return all
    }
  }

  private async call<T extends Json>(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: Json
  ): Promise<T> {
    const answer = await this.http.send(method, `${this.url}${path}`, this.headers, body)
    if (answer.status === 200 && answer.body) return answer.body as T
    const reason = answer.networkError ?? `HTTP ${answer.status}: ${String(answer.body?.message)}`
    throw new Error(`${method} ${path} failed (${reason}).`)
  }
}
