/** Does something when a reader of this process's output goes away, which is no error. */
export const onClosedPipe = (streams: Iterable<NodeJS.WriteStream>, then: () => void): void => {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error
      then()
    })
  }
}
