import { type RefObject, useLayoutEffect, useRef } from "react";

const duration = 120;

/**
 * Lets children that carry `data-moves="name"` glide to where the last render put them, instead of jumping there. None
 * for those who asked for no motion.
 */
export function useShortMotion(container: RefObject<HTMLElement | null>) {
  const before = useRef(new Map<string, DOMRect>());
  useLayoutEffect(() => {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const now = new Map<string, DOMRect>();
    for (const child of container.current?.querySelectorAll<HTMLElement>("[data-moves]") ?? []) {
      const name = child.dataset.moves!;
      // One still on its way would be measured where it is, not where it belongs.
      for (const running of child.getAnimations()) running.cancel();
      const rect = child.getBoundingClientRect();
      const from = before.current.get(name);
      now.set(name, rect);
      const [x, y] = from ? [from.left - rect.left, from.top - rect.top] : [0, 0];
      if (still || (Math.abs(x) < 1 && Math.abs(y) < 1)) continue;
      child.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], {
        duration,
        easing: "ease-out",
      });
    }
    before.current = now;
  });
}
