import { Redacted } from "effect"

/** Where a PostgreSQL database is, and how to log in. It holds a password and is never printed. */
export type DatabaseUrl = Redacted.Redacted

/** `postgres://user:password@host:port/database`; undefined when the text is no such URL. */
export const readDatabaseUrl = (text: string): DatabaseUrl | undefined => {
  const url = URL.parse(text)
  const isPostgres = url?.protocol === "postgres:" || url?.protocol === "postgresql:"
  return isPostgres && url.pathname.length > 1 ? Redacted.make(text) : undefined
}

/** Where the server listens. */
export interface DatabaseAddress {
  /** A host, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  /** The name of the database. */
  readonly name: string
}

/** The part of the URL that may be shown. */
export const addressOf = (database: DatabaseUrl): DatabaseAddress => {
  const url = new URL(Redacted.value(database))
  const host = url.searchParams.get("host") ?? decoded(url.hostname).replace(/^\[|\]$/g, "")
  return {
    host: host === "" ? "localhost" : host,
    port: Number(url.searchParams.get("port") ?? (url.port || "5432")),
    name: decoded(url.pathname.slice(1))
  }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The database as it is shown, without user and password. */
export const describeDatabase = (database: DatabaseUrl): string => {
  const { host, name, port } = addressOf(database)
  return `PostgreSQL database ${name} at ${host}:${port}`
}
