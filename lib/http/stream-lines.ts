const charactersAtOnce = 64 * 1024;

/**
 * Text as a response body, produced only as fast as the client reads. A failure on the way breaks the connection off, so
 * that nobody takes half for the whole; a client that leaves ends the source.
 */
export function streamLines(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let gathered = "";
      while (gathered.length < charactersAtOnce) {
        const next = await lines.next();
        if (next.done) {
          if (gathered !== "") controller.enqueue(encoder.encode(gathered));
          controller.close();
          return;
        }
        gathered += next.value;
      }
      controller.enqueue(encoder.encode(gathered));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
