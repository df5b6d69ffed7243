// oxlint-disable no-await-in-loop -- one thing happens after the other, in an order that the seed decides
import {
  type Call,
  type CallId,
  CallLedger,
  followCall,
  getCall,
  hangUp,
  placeCall,
  recoverCalls,
  retrySafe
} from "@outbound-call/core"
import { Cause, type Duration, Effect, Exit, Stream } from "effect"
import { Chance } from "./Chance.ts"
import { isSettled, judge, readCalls } from "./Oracle.ts"
import { type Deed, planOf, type Wish } from "./Plan.ts"
import { Process } from "./Process.ts"
import type { Ring } from "./Provider.ts"
import { shipped, type Strategy } from "./Strategy.ts"
import { makeWorld, type World } from "./World.ts"

/** What became of one seed. */
export interface Verdict {
  readonly seed: number
  readonly violations: ReadonlyArray<string>
  readonly hash: string
  readonly rings: number
  readonly calls: ReadonlyArray<Call>
  readonly trace: ReadonlyArray<string> | null
}

/** Plays the schedule of a seed from its start until nothing more is expected, and judges it. */
export const playSchedule = async (seed: number, strategy: Strategy = shipped, keepTrace = false): Promise<Verdict> => {
  const plan = planOf(seed)
  const world = await makeWorld(seed, plan, keepTrace)
  const schedule = new Schedule(seed, world, strategy)
  await schedule.play()
  const violations = await judge(world)
  const calls = await readCalls(world)
  for (const { attention, id, status } of calls) world.note(`${id} ${status} ${attention?.code}`)
  const rings = world.rings()
  for (const { callId, from } of rings) world.note(`ring ${callId} ${from}`)
  await world.close()
  const { hash, lines } = world.stage.trace
  return { seed, violations, hash, rings: rings.length, calls, trace: lines }
}

class Schedule {
  private readonly world: World
  private readonly strategy: Strategy
  private readonly chance: Chance
  private readonly processes: Array<Process> = []
  private readonly callOf = new Map<string, CallId>()
  private interrupts: Array<() => void> = []
  private births = 0
  private over = false

  constructor(seed: number, world: World, strategy: Strategy) {
    this.world = world
    this.strategy = strategy
    this.chance = new Chance(seed ^ 0xdeed)
  }

  async play(): Promise<void> {
    const { plan, stage } = this.world
    for (let place = 0; place < plan.processes; place++)
      this.bear(place, plan.loops[place] === true ? "30 seconds" : null)
    for (const deed of plan.deeds) {
      await stage.playUntil(deed.at)
      await this.do(deed)
    }
    await stage.playUntil(plan.calmAt)
    await this.settle()
  }

  /** Starts a process at a place; when it dies, another one follows after a while. */
  private bear(place: number, loop: Duration.Input | null): Process {
    const { stage } = this.world
    const born: Process = new Process(`p${++this.births}`, this.world, this.strategy, loop, () => {
      if (!this.over) stage.time.after(this.chance.between(100, 60_000), () => this.bear(place, loop))
    })
    this.processes[place] = born
    return born
  }

  private async do(deed: Deed): Promise<void> {
    const process = "process" in deed ? this.processes[deed.process] : undefined
    if (process === undefined) return await this.disturb(deed)
    switch (deed.type) {
      case "place":
        return this.place(deed.wish, 2)
      case "hang-up":
        return this.run(process, "hang-up", hangUpLatest, ({ call }) => this.hear(call))
      case "follow":
      case "get": {
        const id = this.callOf.get(deed.wish.name)
        if (id === undefined) return
        return deed.type === "get"
          ? this.run(process, "get", getCall(id), (call) => this.hear(call))
          : this.run(process, "follow", Stream.runDrain(followCall(id, { timeout: "5 minutes" })), () => {})
      }
      case "recover":
        return this.run(process, "recover", recoverCalls(), (round) => round.forEach(({ call }) => this.hear(call)))
      case "kill":
        return process.kill()
      case "kill-at":
        return process.fate(deed, () => process.kill())
      case "freeze-at":
        return process.fate(deed, () => process.freeze(deed.millis))
    }
  }

  private async disturb(deed: Deed): Promise<void> {
    const { atProvider, emulator, rings, stage } = this.world
    switch (deed.type) {
      case "interrupt":
        return this.interrupts.splice(this.chance.between(0, this.interrupts.length), 1).forEach((stop) => stop())
      case "jump":
        this.world.machineError = deed.error
        return
      case "switch":
        await stage.play(atProvider, Effect.orDie(emulator.change(deed.change)))
        return
      case "forget": {
        const known = rings()
        if (known.length > 0) await stage.play(atProvider, emulator.handle(forgetting(this.chance.pick(known))))
        return
      }
      case "foreign-dial":
        await stage.play(atProvider, emulator.handle(foreignDial(deed.to, deed.echo)))
    }
  }

  /** Asks for the call of a wish, and asks again when nothing came of it. */
  private place(wish: Wish, tries: number): void {
    const process = this.chance.pick(this.processes)
    const again = (next: Wish) =>
      this.world.stage.time.after(this.chance.between(100, 90_000), () => this.place(next, tries - 1))
    const request = { to: wish.to, variables: { customer_name: wish.name } }
    this.run(
      process,
      `place ${wish.key}`,
      placeCall(request, { type: "given", key: wish.key }),
      ({ call }) => {
        this.callOf.set(wish.name, call.id)
        this.hear(call)
        if (retrySafe(call) && tries > 0 && !this.over) again({ ...wish, key: `${wish.key}+` })
      },
      () => {
        if (tries > 0 && !this.over) again(wish)
      }
    )
  }

  private run<A, E>(
    process: Process,
    name: string,
    deed: Parameters<typeof process.run<A, E>>[1],
    succeeded: (value: A) => void,
    failed: () => void = () => {}
  ): void {
    const stop = process.run(name, deed, (exit) => {
      this.interrupts = this.interrupts.filter((other) => other !== stop)
      this.world.note(`${process.name} = ${name} ${exit._tag}`)
      if (Exit.isSuccess(exit)) succeeded(exit.value)
      else if (!Cause.hasInterrupts(exit.cause)) failed()
    })
    this.interrupts.push(stop)
  }

  /** What a caller is told of a call must be true when it is told. */
  private hear(call: Call): void {
    if (retrySafe(call) && this.world.rings().some(({ callId }) => callId === call.id)) {
      this.world.violations.push(`${call.id} rang, and a retry was called safe`)
    }
  }

  /** Lets the provider and the network be quiet, and gives recovery the time it may take. */
  private async settle(): Promise<void> {
    const { network, stage } = this.world
    this.over = true
    network.calm = true
    for (const process of this.processes) if (!process.frozen) process.kill()
    this.bear(this.processes.length, "100 seconds")
    if (await this.isSettledWithin(longestRecovery, 60_000)) return
    for (const process of this.processes) process.kill()
    await stage.playUntil(stage.time.now + staleAfter)
    this.bear(0, "100 seconds")
    await this.isSettledWithin(600_000, 60_000)
  }

  private async isSettledWithin(millis: number, step: number): Promise<boolean> {
    const { stage } = this.world
    for (const end = stage.time.now + millis; stage.time.now < end;) {
      await stage.playUntil(stage.time.now + step)
      if (this.processes.some((process) => process.frozen && !process.dead)) continue
      if (!(await readCalls(this.world)).every(isSettled)) continue
      for (const process of this.processes) process.kill()
      if ((await readCalls(this.world)).every(isSettled)) return true
      this.bear(0, "100 seconds")
    }
    return false
  }
}

/** Whoever wants silence ends what was placed last: its id is known from the ledger also before the dial is answered. */
const hangUpLatest = Effect.gen(function* () {
  const ledger = yield* CallLedger
  const [newest] = (yield* ledger.list({ limit: 1 })).calls
  return yield* hangUp(newest?.id ?? "call_none")
})

/** The horizon of a call, two rounds, and the most that the wall clock may have lost since. */
const longestRecovery = 45 * 60_000

/** When even a call that the provider never ends is told to a person. */
const staleAfter = 31 * 3_600_000

const forgetting = ({ conversationId }: Ring) => ({
  method: "DELETE",
  url: `/v1/convai/conversations/${conversationId}`,
  headers: { "xi-api-key": "key-of-somebody-else" },
  body: ""
})

const foreignDial = (to: string, echo: string | null) => ({
  method: "POST",
  url: "/v1/convai/twilio/outbound-call",
  headers: { "xi-api-key": "key-of-somebody-else" },
  body: JSON.stringify({
    agent_id: "agent_demo",
    agent_phone_number_id: "phnum_demo",
    to_number: to,
    conversation_initiation_client_data: {
      dynamic_variables: { customer_name: "Bob", ...(echo === null ? {} : { outbound_call_id: echo }) }
    }
  })
})
