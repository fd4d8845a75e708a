import type { Locator, Page } from "@playwright/test";

interface Point {
  x: number;
  y: number;
}

/**
 * A finger on a page with `hasTouch`. It goes in as the browser's own input, so that the browser decides what scrolls
 * and what a page hears of it.
 */
export async function fingerOn(page: Page) {
  const session = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: Point[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  const finger = {
    at: { x: 0, y: 0 },
    async putDown(on: Locator): Promise<void> {
      finger.at = await pointOn(on, 0.5);
      await send("touchStart", [finger.at]);
    },
    /** In small steps, as fingers move. */
    async moveBy({ x, y }: Point): Promise<void> {
      const [start, steps] = [finger.at, 12];
      for (let step = 1; step <= steps; step++) {
        finger.at = { x: start.x + (step / steps) * x, y: start.y + (step / steps) * y };
        await send("touchMove", [finger.at]);
      }
    },
    /** `share`: how far from the left edge of `to`. */
    async moveTo(to: Locator, { share }: { share: number }): Promise<void> {
      const { x, y } = await pointOn(to, share);
      await finger.moveBy({ x: x - finger.at.x, y: y - finger.at.y });
    },
    async lift(): Promise<void> {
      await send("touchEnd", []);
    },
  };
  return finger;
}

async function pointOn(element: Locator, share: number): Promise<Point> {
  const { x, y, width, height } = (await element.boundingBox())!;
  return { x: x + share * width, y: y + height / 2 };
}
