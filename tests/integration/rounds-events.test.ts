import { describe, expect, test } from "vitest";
import { db } from "../../lib/db/client.ts";
import { eventStream } from "../../lib/events/event-stream.ts";
import { listen } from "../../lib/events/listen.ts";
import { type AttuneEvent, notify } from "../../lib/events/notify.ts";
import { ownDatabase } from "./postgres.ts";
import { until } from "./rounds-fixture.ts";

await ownDatabase();

const listeners = async () => {
  const [row] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'attune events'`;
  return row!.count;
};
const event = (id: string, projectId = "project"): AttuneEvent => ({ type: "round", projectId, id });

/** Opens a stream and collects its text. */
async function open(passes: (event: AttuneEvent) => boolean = () => true) {
  const caller = new AbortController();
  const response = await eventStream({ signal: caller.signal }, passes);
  const read = { text: "", ended: false };
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) read.text += decoder.decode(chunk);
    read.ended = true;
  })();
  await until(async () => read.text.includes("data: {}\n\n"), "the first event");
  return { response, read, leave: () => caller.abort() };
}

describe("server-sent events", () => {
  test("tell ids of what passes the filter, and nothing else", async () => {
    const stream = await open(({ projectId }) => projectId === "mine");
    expect(stream.response.headers.get("content-type")).toContain("text/event-stream");
    await notify(event("other", "theirs"));
    await notify(event("one", "mine"));
    await until(async () => stream.read.text.includes("one"), "the event");
    expect(stream.read.text).toBe('event: change\ndata: {}\n\nevent: change\ndata: {"type":"round","id":"one"}\n\n');
    stream.leave();
    await until(async () => stream.read.ended, "the end");
  });

  test("share one connection, which ends with the last of them", async () => {
    const streams = [await open(), await open(), await open()];
    expect(await listeners()).toBe(1);
    streams[0]!.leave();
    await notify(event("two"));
    await until(async () => streams[2]!.read.text.includes("two"), "the event");
    expect(streams[0]!.read.text).not.toContain("two");
    for (const { leave } of streams) leave();
    await until(async () => (await listeners()) === 0, "no connection");
  });

  test("wait for the transaction, and never hear of one that was rolled back", async () => {
    const heard: (string | undefined)[] = [];
    const stop = await listen((received) => void heard.push(received?.id));
    await db()
      .$transaction(async (transaction) => {
        await notify(event("never"), { database: transaction });
        throw new Error("rolled back");
      })
      .catch(() => undefined);
    await notify(event("after"));
    await until(async () => heard.length > 0, "an event");
    expect(heard).toEqual(["after"]);
    stop();
  });

  test("come back after the connection broke, and say that something may have been missed", async () => {
    const stream = await open();
    await db().$queryRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'attune events'`;
    await until(async () => stream.read.text.split("data: {}").length === 3, "the event after the gap");
    await notify(event("again"));
    await until(async () => stream.read.text.includes("again"), "an event on the new connection");
    stream.leave();
  });

  test("end when the server is told to", async () => {
    const stream = await open();
    process.emit("SIGTERM");
    await until(async () => stream.read.ended, "the end");
  });
});
