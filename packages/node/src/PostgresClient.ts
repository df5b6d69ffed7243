import { connect, type Socket } from "node:net"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as PgTypes from "@effect/sql-pg/PgTypes"
import { type Layer, Result } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { addressOf, type DatabaseAddress, type DatabaseUrl } from "./DatabaseUrl.ts"

/**
 * What every connection asks of the server, above what the database or the role say. A commit returns when the record
 * is on the server's disk, and on that of its synchronous standbys. Each look sees what was committed before it. A
 * process that stops within a transaction holds up the others for as long as a slow statement, not for ever.
 */
export const session = {
  synchronous_commit: "on",
  default_transaction_isolation: "read committed",
  statement_timeout: "10s",
  idle_in_transaction_session_timeout: "10s"
}

/** A `SqlClient` over PostgreSQL: some connections, opened when they are needed. BIGINT is read as a number. */
export const layer = (database: DatabaseUrl): Layer.Layer<SqlClient.SqlClient, SqlError> =>
  PgClient.layer({
    url: database,
    applicationName: "outbound-call",
    startupParameters: session,
    types,
    stream: () => openSocket(addressOf(database))
  })

/**
 * A server that says nothing for longer than any statement may take is gone: whoever waits is told, also for the answer
 * to a commit. A connection that nobody uses is closed as well, and opened again when it is needed.
 */
const silenceMillis = 20_000

const openSocket = ({ host, port }: DatabaseAddress): Socket => {
  const socket = host.startsWith("/")
    ? connect({ path: `${host}/.s.PGSQL.${port}` })
    : connect({ host, port, noDelay: true })
  socket.setTimeout(silenceMillis, () => socket.destroy(new Error("the server has not answered for 20 s")))
  // Whoever uses the socket listens as well, but not at every moment of a TLS handshake.
  socket.on("error", () => {})
  return socket
}

const types = PgTypes.makeRegistry()
types.register<number | bigint>(PgTypes.OID.int8, {
  encode: (value) => PgTypes.encode(BigInt(value), PgTypes.OID.int8),
  decode: (bytes) => Result.map(PgTypes.decode(bytes, PgTypes.OID.int8, 1), Number)
})
