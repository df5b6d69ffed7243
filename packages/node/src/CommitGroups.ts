import { Cause, Context, Deferred, Effect, Exit, Option } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import { classifySqliteError, SqlError } from "effect/sql/SqlError"

type WithTransaction = SqlClient.SqlClient["withTransaction"]

/** A transaction in a group. */
interface Member {
  /** Does its work, within a savepoint of its own or without. What comes of it is kept until the commit. */
  readonly run: (inSavepoint: boolean) => Effect.Effect<Exit.Exit<unknown, unknown>>
  /** Tells what came of it, once the commit has an end. */
  readonly end: (group: Exit.Exit<void, SqlError>) => void
}

interface Group {
  readonly members: Array<Member>
  isOpen: boolean
}

/** More would make the first one wait too long for its commit. */
const mostMembers = 64

/**
 * `withTransaction` of a client whose commits cost more than what they hold: transactions that are asked for in one turn
 * of the event loop, or while others of their group are under way, become one transaction of the database, which waits
 * for the disk once. They run one after the other, each sees what those before it wrote, and one that fails is undone alone. None of them
 * has an end before the commit; when that fails, or the database undoes the whole transaction, all of them fail. They
 * cannot be interrupted.
 */
export const makeCommitGroups = Effect.fnUntraced(function* (
  { transactionService, withTransaction }: Pick<SqlClient.SqlClient, "transactionService" | "withTransaction">,
  /** Whether the database has a transaction open. */
  isTransaction: () => boolean
): Effect.fn.Return<WithTransaction> {
  const base = yield* Effect.context()
  let open: Group = { members: [], isOpen: false }

  /** Whoever comes first leads: lets the others of this turn come, and works for all. */
  const lead = (group: Group): Effect.Effect<void> =>
    Effect.yieldNow.pipe(
      Effect.andThen(withTransaction(Effect.suspend(() => inTransaction(group)))),
      Effect.catchIf(isUndo, () => Effect.void),
      Effect.catchCause((cause) => Effect.fail(sqlErrorOf(cause))),
      // Not with what the leader brought, such as who asks.
      Effect.updateContext<never, never>(() => base),
      Effect.exit,
      Effect.map((exit) => {
        group.isOpen = false
        for (const member of group.members) member.end(exit)
      })
    )

  const inTransaction = Effect.fnUntraced(function* (group: Group) {
    const [only, ...others] = group.members
    if (only !== undefined && others.length === 0) {
      // It needs no savepoint where nobody else can come any more.
      group.isOpen = false
      if (Exit.isFailure(yield* only.run(false))) yield* Effect.fail(undo)
      return
    }
    for (let next = 0; next < group.members.length; next++) {
      const exit = yield* group.members[next]?.run(true) ?? Effect.succeed(Exit.void)
      if (!isTransaction()) return yield* undone(exit)
    }
    group.isOpen = false
  })

  const groupOf = (member: Member): { readonly group: Group; readonly isFirst: boolean } => {
    const isFirst = !open.isOpen || open.members.length === mostMembers
    if (isFirst) open = { members: [], isOpen: true }
    open.members.push(member)
    return { group: open, isFirst }
  }

  const ask = <R, E, A>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
    Effect.contextWith((context: Context.Context<R>) => {
      if (Option.isSome(Context.getOption(context, transactionService))) return withTransaction(effect)
      const ended = Deferred.makeUnsafe<A, E | SqlError>()
      let own: Exit.Exit<A, E | SqlError> = Exit.die("A transaction was left out of its group")
      const { group, isFirst } = groupOf({
        run: (inSavepoint) =>
          (inSavepoint ? withTransaction(effect) : effect).pipe(
            Effect.updateContext((now: Context.Context<never>): Context.Context<R> => Context.merge(now, context)),
            Effect.exit,
            Effect.tap((exit) => Effect.sync(() => (own = exit)))
          ),
        end: (exit) => Deferred.doneUnsafe(ended, Exit.isSuccess(exit) ? own : Exit.failCause(exit.cause))
      })
      return isFirst ? Effect.andThen(lead(group), Deferred.await(ended)) : Deferred.await(ended)
    })

  // Also joining: whoever is interrupted between that and leading would leave the others without a leader.
  return (effect) => Effect.uninterruptible(ask(effect))
})

/** Only member of its group, it failed: nothing of it is committed. */
const undo = "undo" as const
const isUndo = (error: unknown): error is typeof undo => error === undo

/** What a group met that cannot go back, which the client tells as a defect, is a failure to everyone who asked. */
const sqlErrorOf = (cause: Cause.Cause<SqlError>): SqlError =>
  Option.getOrElse(Cause.findErrorOption(cause), () => failed(Cause.squash(cause), "The group of transactions broke"))

/** On a full disk, for one, the database may undo more than the statement that failed: all that the group wrote. */
const undone = (exit: Exit.Exit<unknown, unknown>): SqlError =>
  failed(Exit.isFailure(exit) ? exit.cause : null, "The database undid the transaction of several")

const failed = (cause: unknown, message: string): SqlError =>
  new SqlError({ reason: classifySqliteError(cause, { message, operation: "execute" }) })
