import { CallLedger, Live, MonitorTransport, RecoveryLoop, Suppressions } from "@outbound-call/core"
import { type Context, type Duration, Effect, type Exit, Layer, Scope } from "effect"
import { HttpClient } from "effect/http"
import { clientOver } from "./Client.ts"
import { isDial } from "./Network.ts"
import type { Moment } from "./Plan.ts"
import type { Strategy } from "./Strategy.ts"
import type { Owner } from "./Tasks.ts"
import type { World } from "./World.ts"

type Services = Live.Services | CallLedger

/**
 * One simulated process of the service: the shipped wiring over ports that die with it. After its death no fiber of it
 * takes another step, and no port call of it returns; what it had sent by then goes on in the world.
 */
export class Process implements Owner {
  dead = false
  frozen = false
  readonly held: Array<() => void> = []
  readonly name: string
  /** Dials between the gate and the first byte. */
  beyondGate = 0
  private readonly fates: Array<{ left: number; readonly port: string; readonly strike: () => void }> = []
  private readonly world: World
  private readonly onDeath: () => void
  private readonly context: Context.Context<never>
  private services: Context.Context<Services> | null = null
  private readonly waiting: Array<() => void> = []

  constructor(name: string, world: World, strategy: Strategy, loop: Duration.Input | null, onDeath: () => void) {
    this.name = name
    this.world = world
    this.onDeath = onDeath
    this.context = world.stage.contextOf(this, () => world.machineError)
    world.note(`${name} starts`)
    this.launch(Layer.buildWithScope(this.layer(strategy), Scope.makeUnsafe()), (exit) => {
      if (exit._tag === "Failure") {
        world.violations.push(`${name} did not start`)
        return
      }
      this.services = exit.value
      for (const start of this.waiting.splice(0)) start()
      if (loop !== null)
        this.run("loop", Effect.scoped(Effect.andThen(RecoveryLoop.start(loop), Effect.never)), () => {})
    })
  }

  /** Runs a capability of the core in this process; the result interrupts whoever waits for it. */
  run<A, E>(name: string, deed: Effect.Effect<A, E, Services>, done: (exit: Exit.Exit<A, E>) => void): () => void {
    let interrupt = () => {}
    const start = () => {
      const { services } = this
      if (services !== null) interrupt = this.launch(Effect.provideContext(deed, services), done)
    }
    this.world.note(`${this.name} ${name}`)
    if (this.services === null) this.waiting.push(start)
    else start()
    return () => interrupt()
  }

  kill(): void {
    if (this.dead) return
    this.dead = true
    this.world.note(`${this.name} dies`)
    this.onDeath()
  }

  /**
   * A call of one of the process's ports: it is worked on in the world, and this process may die or be frozen before it,
   * while it lasts, or before its answer is heard. A request that has left cannot be taken back, so whoever waits for it
   * is interrupted and it is not; `stop` says that a deed can be.
   */
  port<A, E>(
    name: string,
    context: Context.Context<never>,
    deed: Effect.Effect<A, E>,
    stop = false
  ): Effect.Effect<A, E> {
    const { stage } = this.world
    return Effect.callback((resume) => {
      this.passes(name)
      if (this.dead) return
      if (isDial(name)) this.beyondGate--
      this.world.note(`${this.name} > ${name}`)
      const interrupt = stage.start(stage.world, context, deed, (exit) => {
        this.world.note(`${this.name} < ${name} ${exit._tag}`)
        this.passes(name)
        stage.tasks.add(this, () => resume(exit))
      })
      return stop ? Effect.sync(interrupt) : undefined
    })
  }

  /** Something happens to this process at a moment. */
  fate({ port, steps }: Moment, strike: () => void): void {
    this.fates.push({ left: steps, port, strike })
  }

  /** It stops where it is. Between the last look at the claim and the first byte that is never for long. */
  freeze(millis: number): void {
    const { stage } = this.world
    this.frozen = true
    this.world.note(`${this.name} is frozen`)
    stage.time.after(this.beyondGate > 0 ? Math.min(millis, longestBeyondGate) : millis, () => stage.tasks.thaw(this))
  }

  private passes(port: string): void {
    for (const fate of this.fates) if (port.startsWith(fate.port) && --fate.left === 0) fate.strike()
  }

  private launch<A, E>(effect: Effect.Effect<A, E>, done: (exit: Exit.Exit<A, E>) => void): () => void {
    return this.world.stage.start(this, this.context, effect, done)
  }

  private layer(strategy: Strategy): Layer.Layer<Services> {
    const { world } = this
    const transport = strategy.transport(this, world)
    return Live.layer(world.liveOptions).pipe(
      Layer.provide(transport),
      Layer.provide(MonitorTransport.absent),
      Layer.provide(Layer.succeed(HttpClient.HttpClient, clientOver(this, world))),
      Layer.provide(Layer.succeed(Suppressions, world.suppressions)),
      Layer.provideMerge(Layer.succeed(CallLedger, strategy.ledger(this.mortal(world.ledger))))
    )
  }

  private mortal(ledger: CallLedger["Service"]): CallLedger["Service"] {
    const { onMachine } = this.world
    return {
      claim: (call, request, key, order) =>
        this.port("claim", onMachine, ledger.claim(call, request, key, order), true),
      waiting: (id) => this.port("waiting", onMachine, ledger.waiting(id), true),
      approve: (order) => this.port("approve", onMachine, ledger.approve(order), true),
      judge: (call, order) => this.port("judge", onMachine, ledger.judge(call, order), true),
      takenInDay: (account, now) => this.port("takenInDay", onMachine, ledger.takenInDay(account, now), true),
      record: (id, news) => this.port(`record ${news.type}`, onMachine, ledger.record(id, news), true),
      lastLook: (call) => this.port("last look", onMachine, ledger.lastLook(call), true),
      find: (id) => this.port("find", onMachine, ledger.find(id), true),
      feedStart: this.port("feed start", onMachine, ledger.feedStart, true),
      list: (query) => this.port("list", onMachine, ledger.list(query), true),
      liveCalls: (after, limit) => this.port("live calls", onMachine, ledger.liveCalls(after, limit), true),
      events: (id, after) => this.port("events", onMachine, ledger.events(id, after), true),
      feed: (after, limit) => this.port("feed", onMachine, ledger.feed(after, limit), true),
      appended: ledger.appended,
      ready: this.port("ready", onMachine, ledger.ready, true)
    }
  }
}

const longestBeyondGate = 100_000
