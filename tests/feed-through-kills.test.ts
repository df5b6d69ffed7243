// oxlint-disable eslint/no-await-in-loop -- one process after the other is the point
import { expect, it } from "vitest"
import { readSeed, seeded } from "./torture/Chance.ts"
import { followFeed } from "./torture/FeedReader.ts"
import { readFeed } from "./torture/LedgerCopy.ts"
import { people, type Wish } from "./torture/People.ts"
import { openRig } from "./torture/Rig.ts"
import { makeServer, type Server } from "./torture/Server.ts"

const seed = readSeed()
const kills = 5

/** Places calls one after the other, each as often as it takes to hear the answer, until there are no more wishes. */
const place = async (server: Server, wishes: Array<Wish>): Promise<void> => {
  for (let wish = wishes.shift(); wish !== undefined; wish = wishes.shift()) {
    for (let isPlaced = false; !isPlaced;) {
      const address = await server.up()
      isPlaced = await fetch(`${address}/v1/calls`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": wish.key },
        body: JSON.stringify({ to: wish.to })
      }).then(
        async (answer) => (await answer.text()) !== "" && answer.status < 500,
        () => false
      )
    }
  }
}

it(`no event of the feed is lost or doubled while the server is killed under load (TORTURE_SEED=${seed})`, async () => {
  const rig = await openRig()
  const server = makeServer(rig.environment)
  const readers = [followFeed(server), followFeed(server)] as const
  try {
    const chance = seeded(String(seed))
    const wishes = [...people(chance, 200)]
    server.start()
    const placing = Promise.all(Array.from({ length: 4 }, () => place(server, wishes)))
    for (let n = 0; n < kills; n++) {
      await readers[n % 2]?.until((readers[n % 2]?.ids.length ?? 0) + chance.between(20, 60))
      await server.kill()
      server.start()
    }
    wishes.splice(0)
    await placing
    await server.kill()
    const recorded = readFeed(rig.data)
    server.start()
    for (const reader of readers) {
      await reader.until(recorded.at(-1) ?? "")
      expect(reader.ids.slice(0, recorded.length)).toEqual(recorded)
      expect(new Set(reader.ids).size).toBe(reader.ids.length)
      expect(reader.connections()).toBeGreaterThan(kills)
    }
    const told = new Set(rig.rings().map(({ to }) => to))
    expect(rig.rings()).toHaveLength(told.size)
    console.log(
      `feed: ${recorded.length} events through ${kills} kills, ${readers.length} readers, none lost or doubled`
    )
  } finally {
    for (const reader of readers) reader.stop()
    await server.kill()
    await rig.close()
  }
})
