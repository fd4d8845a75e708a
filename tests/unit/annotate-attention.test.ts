import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AttentionClock } from "../../app/(annotate)/projects/[projectId]/annotate/_workspace/attention.ts";

const page = Object.assign(new EventTarget(), { hidden: false });
let now = 0;

beforeEach(() => {
  now = 0;
  page.hidden = false;
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", new EventTarget());
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function pass(seconds: number) {
  now += seconds * 1000;
}
function turn(hidden: boolean) {
  page.hidden = hidden;
  page.dispatchEvent(new Event("visibilitychange"));
}

it("goes on from what earlier sittings had counted", () => {
  const clock = new AttentionClock(30);
  pass(5);
  expect(clock.seconds()).toBe(35);
});

it("stops a minute after the last sign of life, and goes on with the next", () => {
  const clock = new AttentionClock(0);
  pass(600);
  expect(clock.seconds()).toBe(60);
  clock.sign();
  pass(10);
  expect(clock.seconds()).toBe(70);
});

it("counts what came before the page was hidden, and nothing while it is", () => {
  const clock = new AttentionClock(0);
  const stop = clock.watch();
  pass(7);
  turn(true);
  pass(20);
  expect(clock.seconds()).toBe(7);
  turn(false);
  pass(3);
  expect(clock.seconds()).toBe(10);
  stop();
});

it("knows whether somebody was there", () => {
  const clock = new AttentionClock(0);
  const stop = clock.watch();
  pass(1);
  const since = now;
  expect(clock.wasActiveSince(since)).toBe(false);
  pass(1);
  window.dispatchEvent(new Event("keydown"));
  expect(clock.wasActiveSince(since)).toBe(true);
  stop();
});
