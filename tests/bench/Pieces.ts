/** What came over a chunked answer, in the pieces in which it was sent; those without an event are left out. */
export const piecesOf = (chunked: string): ReadonlyArray<string> => {
  const pieces: Array<string> = []
  for (let at = 0; at < chunked.length;) {
    const begin = chunked.indexOf("\r\n", at) + 2
    const end = begin + Number.parseInt(chunked.slice(at, begin), 16)
    pieces.push(chunked.slice(begin, end))
    at = end + 2
  }
  return pieces.filter((piece) => eventsIn(piece) > 0)
}

/** How many events of a piece have an id: pings have none. */
export const eventsIn = (piece: string): number => piece.split(/^id: /m).length - 1
