// oxlint-disable no-await-in-loop -- one thing happens after the other, in an order that the seed decides
import { createHash } from "node:crypto"
import { Clock, Context, Effect, type Exit, Random, References, Scheduler } from "effect"
import { WebCrypto } from "effect/crypto/WebCrypto"
import { HttpClient } from "effect/http"
import { Chance } from "./Chance.ts"
import { type Owner, Tasks } from "./Tasks.ts"
import { Time } from "./Time.ts"
import { Trace } from "./Trace.ts"

/** Where everything plays: one time, one queue of ready fibers, one record of what happened. */
export class Stage {
  readonly time = new Time()
  readonly tasks: Tasks
  readonly trace: Trace
  /** Owns what is no process's: the provider, the network, the disk. */
  readonly world: Owner = { dead: false, frozen: false, held: [] }
  private readonly chance: Chance
  private awaitsDigest = false

  constructor(seed: number, keepTrace: boolean) {
    this.chance = new Chance(seed ^ 0x5eed)
    this.tasks = new Tasks(this.chance.branch())
    this.trace = new Trace(keepTrace)
  }

  note(line: string): void {
    this.trace.add(`${this.time.now} ${line}`)
  }

  /** What the fibers of an owner run with: its clock, the seeded scheduler, and chance from the seed. */
  contextOf(owner: Owner, clockError: () => number): Context.Context<never> {
    const ids = this.chance.branch()
    return Context.empty().pipe(
      Context.add(Clock.Clock, this.time.clockOf(owner, this.tasks, clockError)),
      Context.add(Scheduler.Scheduler, this.tasks.schedulerOf(owner)),
      Context.add(Random.Random, {
        nextDoubleUnsafe: () => ids.next(),
        nextIntUnsafe: () => Math.floor((ids.next() - 0.5) * 2 ** 53)
      }),
      Context.add(WebCrypto, this.crypto),
      Context.add(References.TracerEnabled, false),
      Context.add(HttpClient.TracerDisabledWhen, () => true),
      Context.add(References.MinimumLogLevel, "None")
    )
  }

  /** Starts a fiber when the scheduler chooses it; `done` hears its end, and the result interrupts it. */
  start<A, E>(
    owner: Owner,
    context: Context.Context<never>,
    effect: Effect.Effect<A, E>,
    done: (exit: Exit.Exit<A, E>) => void
  ): () => void {
    let interrupt = () => {}
    let cancelled = false
    this.tasks.add(owner, () => {
      if (cancelled) return
      const fiber = Effect.runForkWith(context)(effect)
      interrupt = () => fiber.interruptUnsafe()
      fiber.addObserver(done)
    })
    return () => {
      cancelled = true
      interrupt()
    }
  }

  /** Plays until nothing is left to do up to an instant. */
  async playUntil(instant: number): Promise<void> {
    for (;;) {
      this.tasks.drain()
      if (this.awaitsDigest) {
        this.awaitsDigest = false
        for (let turn = 0; turn < 10; turn++) await Promise.resolve()
      } else if (!this.time.step(instant)) return
    }
  }

  /** Plays one effect of the world to its end. */
  async play<A, E>(context: Context.Context<never>, effect: Effect.Effect<A, E>): Promise<A> {
    const ends: Array<Exit.Exit<A, E>> = []
    this.start(this.world, context, effect, (exit) => ends.push(exit))
    for (let span = 0; ends.length === 0 && span < 1000; span++) await this.playUntil(this.time.now + span)
    const [end] = ends
    if (end === undefined) throw new Error("it does not end")
    return Effect.runSync(end)
  }

  /** The thread pool's only work here, done at once: its answers would come in no order of ours. */
  private readonly crypto = {
    subtle: {
      digest: (_name: string, data: Uint8Array) => {
        this.awaitsDigest = true
        const hash = createHash("sha256").update(data).digest()
        return Promise.resolve(hash.buffer.slice(hash.byteOffset, hash.byteOffset + hash.length))
      }
    }
  } as unknown as typeof globalThis.crypto
}
