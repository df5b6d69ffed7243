import { Effect } from "effect"
import * as Statement from "effect/sql/Statement"

/** The texts of the statements that an effect runs, in their order, as they come. */
export const askedStatements = () => {
  const asked: Array<string> = []
  const listen: Statement.Transformer = (statement) =>
    Effect.sync(() => {
      asked.push(statement.compile()[0])
      return statement
    })
  return { asked, heard: Effect.provideService(Statement.CurrentTransformer, listen) }
}
