/**
 * All that the policy asks of earlier calls, as one statement that SQLite and PostgreSQL take alike; `:name` is a value of
 * `HistoryValues`. No inner LIMIT is a parameter: SQLite then compiles the whole statement again each time that it runs.
 * Lists are texts, and a pair is a number, a space and the rest.
 */
const text = `WITH reopened AS (SELECT coalesce(max(reopened_at), 0) AS at FROM breakers)
SELECT
  (SELECT added_at || ' ' || source FROM suppressions WHERE number IN (:to, :otherForm) ORDER BY id LIMIT 1) AS suppression,
  (SELECT added_at || ' ' || source FROM erased_suppressions WHERE number_hash = :erased) AS erased_suppression,
  rung.ever, rung.own_dial_at,
  (SELECT string_agg(CAST(created_at AS TEXT), ' ') FROM (SELECT created_at FROM calls
    WHERE to_number IN (:to, :otherForm, :erased) AND may_have_rung = 1 AND created_at > :monthAgo
    ORDER BY created_at DESC LIMIT 100) AS latest) AS attempts,
  CASE WHEN :limitsLive = 1 THEN (SELECT count(*) FROM (SELECT 1 FROM calls
    WHERE account = :account AND live = 1 AND id <> :id LIMIT 10000) AS alive) ELSE 0 END AS live,
  turn.seq AS last_seq,
  (SELECT created_at FROM calls WHERE account = :account AND account_seq = turn.seq) AS last_at,
  (SELECT created_at FROM calls WHERE account = :account AND account_seq = turn.seq + 1 - :perMinute
    AND created_at > :minuteAgo) AS full_minute,
  (SELECT created_at FROM calls WHERE account = :account AND account_seq = turn.seq + 1 - :perHour
    AND created_at > :hourAgo) AS full_hour,
  (SELECT created_at FROM calls WHERE account = :account AND account_seq = turn.seq + 1 - :perDay
    AND created_at > :dayAgo) AS full_day,
  taken.seconds, taken.micros,
  block.neighbours, block.new_neighbours,
  CASE WHEN :limitsKin = 1 THEN (SELECT sum(kin) FROM calls WHERE account = :account AND kin > 0
    AND created_at > :recent AND created_at > (SELECT at FROM reopened)) END AS kin,
  abroad.strangers, abroad.stranger_micros, abroad.strangers_in_day, abroad.stranger_micros_in_day,
  (SELECT created_at FROM calls WHERE account = :account AND stranger = 1
    AND created_at > :strangersSince AND created_at > (SELECT at FROM reopened)
    ORDER BY created_at DESC LIMIT 1 OFFSET :strangers) AS strangers_full,
  (SELECT created_at FROM calls WHERE account = :account AND stranger = 1
    AND created_at > :strangersInDaySince AND created_at > (SELECT at FROM reopened)
    ORDER BY created_at DESC LIMIT 1 OFFSET :strangersInDay) AS strangers_full_day,
  (SELECT tripped_at || ' ' || reason FROM breakers WHERE reopened_at IS NULL ORDER BY account LIMIT 1) AS breaker,
  (SELECT read_at FROM transcript_reads WHERE owner = :owner) AS transcript_read_at,
  CASE WHEN coalesce(taken.micros, 0) > CAST(:budgetLeft AS BIGINT) THEN (SELECT string_agg(hour || ' ' || micros, ',')
    FROM dial_amounts WHERE account = :account AND hour >= :firstHour
      AND (hour + 1) * 3600000 > (SELECT at FROM reopened)) END AS spent,
  (SELECT seq || ' ' || hash FROM audit ORDER BY seq DESC LIMIT 1) AS audit_end
FROM (SELECT max(account_seq) AS seq FROM calls WHERE account = :account) AS turn,
  (SELECT count(*) AS ever, max(CASE WHEN owner = :owner THEN created_at END) AS own_dial_at FROM calls
    WHERE to_number IN (:to, :otherForm, :erased) AND may_have_rung = 1) AS rung,
  (SELECT sum(seconds) AS seconds, sum(micros) AS micros FROM dial_amounts
    WHERE account = :account AND hour >= :hourDayAgo) AS taken,
  (SELECT count(CASE WHEN last_at > :recent AND last_at > (SELECT at FROM reopened) THEN 1 END) AS neighbours,
      count(CASE WHEN first_at > :dayAgo AND first_at > (SELECT at FROM reopened) THEN 1 END) AS new_neighbours
    FROM (SELECT min(created_at) AS first_at, max(created_at) AS last_at FROM calls
      WHERE to_number >= :firstOfBlock AND to_number <= :lastOfBlock AND to_number <> :to AND may_have_rung = 1
        AND length(to_number) = length(:to)
      GROUP BY to_number) AS dials) AS block,
  (SELECT count(CASE WHEN created_at > :recent THEN 1 END) AS strangers,
      sum(CASE WHEN created_at > :recent THEN reserved_micros END) AS stranger_micros,
      count(*) AS strangers_in_day, sum(reserved_micros) AS stranger_micros_in_day
    FROM calls WHERE account = :account AND stranger_abroad = 1
      AND created_at > :dayAgo AND created_at > (SELECT at FROM reopened)) AS abroad`

/** What the statement is asked with. Instants are epoch milliseconds, hours are counted since 1970. */
export interface HistoryValues {
  readonly to: string
  /** The other number of the same phone; the number itself where there is none. */
  readonly otherForm: string
  /** The name that the number has once its person is erased. */
  readonly erased: string
  readonly id: string
  readonly owner: string
  readonly account: string
  readonly firstOfBlock: string
  readonly lastOfBlock: string
  readonly recent: number
  readonly minuteAgo: number
  readonly hourAgo: number
  readonly dayAgo: number
  readonly monthAgo: number
  readonly hourDayAgo: number
  readonly firstHour: number
  /** 1 where the profile limits the calls that are live at once; counting them takes time for each. */
  readonly limitsLive: 0 | 1
  /** 1 where it limits the numbers that stand in few blocks. */
  readonly limitsKin: 0 | 1
  readonly perMinute: number | null
  readonly perHour: number | null
  readonly perDay: number | null
  /** How many of the newest strangers are passed over, and since when they count. */
  readonly strangers: number
  readonly strangersSince: number
  readonly strangersInDay: number
  readonly strangersInDaySince: number
  /** What may be taken of the day before this call goes beyond its budget, in millionths of a dollar; null without one. */
  readonly budgetLeft: number | null
}

const names: ReadonlyArray<string> = [...new Set(text.match(/(?<=:)\w+/g))]

const isAsked = (name: string, values: HistoryValues): name is keyof HistoryValues => name in values

const valueOf = (name: string, values: HistoryValues) => {
  if (isAsked(name, values)) return values[name]
  throw new Error(`the history has no value ${name}`)
}

/** The statement with the placeholders of a dialect, and the values in the order in which that wants them. */
export const historyText = (dialect: "pg" | "sqlite") => {
  const wanted: Array<string> = []
  const statement = text.replaceAll(/:(\w+)/g, (_, name: string) => {
    wanted.push(name)
    return dialect === "pg" ? `$${names.indexOf(name) + 1}` : "?"
  })
  const order = dialect === "pg" ? names : wanted
  return { statement, paramsOf: (values: HistoryValues) => order.map((name) => valueOf(name, values)) }
}
