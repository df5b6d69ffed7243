import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { hasRoom, roomsOf } from "../src/CompactSpace.ts"

describe("the room to write a ledger anew", () => {
  it.each([
    ["on one disk", 1, 199, 199, false],
    ["on one disk", 1, 200, 200, true],
    ["with the temporary folder full", 2, 500, 99, false],
    ["with the ledger's folder full", 2, 99, 500, false],
    ["on two disks", 2, 100, 100, true]
  ] as const)("%s (%i): %i and %i free bytes for 100", (_, disk, beside, temporary, isEnough) => {
    assert.strictEqual(hasRoom(100, { disk: 1, freeBytes: beside }, { disk, freeBytes: temporary }), isEnough)
  })

  it("is read of the disks", () => {
    for (const { freeBytes } of roomsOf(join(tmpdir(), "ledger.sqlite"))) assert.isAbove(freeBytes, 0)
  })
})
