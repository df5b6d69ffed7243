import { problemOf } from "@outbound-call/api"
import type { CallEvent } from "@outbound-call/core"
import { Effect, Metric, Stream } from "effect"

type Problem = Parameters<typeof problemOf>[0]

const open = Metric.gauge("outbound_event_streams", { description: "Event streams that are open, by what they follow" })

/**
 * News as server-sent events: what goes wrong is the last of them, a ping comes every 15 s meanwhile, and an open
 * stream is counted. A reader that is slow stops the news from being taken; nothing piles up here.
 */
export const asEvents = <E extends Problem, R>(news: Stream.Stream<CallEvent, E, R>, follows: "call" | "all") =>
  Stream.unwrap(
    Effect.as(
      counted(follows),
      news.pipe(
        Stream.map((event) => ({ id: event.cursor, event: event.type, data: event }) as const),
        Stream.catch((error) => Stream.succeed({ event: "problem", data: problemOf(error) } as const)),
        Stream.merge(Stream.as(Stream.drop(Stream.tick("15 seconds"), 1), ping), { haltStrategy: "left" })
      )
    )
  )

const ping = { event: "ping", data: "{}" } as const

const counted = (follows: string) => {
  const gauge = Metric.withAttributes(open, { follows })
  return Effect.acquireRelease(Metric.modify(gauge, 1), () => Metric.modify(gauge, -1))
}
