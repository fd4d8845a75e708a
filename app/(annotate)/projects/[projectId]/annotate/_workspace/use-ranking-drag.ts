import {
  type Announcements,
  type CollisionDetection,
  type DragMoveEvent,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Arrangement, dropBetween, dropOnto } from "./arrangement.ts";
import { letterOf, useOrderWords } from "./words.ts";

/** Where a dragged answer would land: before slot `at` (or behind the last), or in it as a tie. */
export type DropTarget = { kind: "between" | "onto"; at: number };

/** An answer on its way, and where the pointer took it. */
export interface Dragged {
  id: string;
  x: number;
  y: number;
  byFinger: boolean;
}

/** A little outside the strip still counts: fingers are not precise. */
const reach = 28;

/** The slot under the pointer or, near the strip, the closest one. */
const closestSlot: CollisionDetection = ({ pointerCoordinates: pointer, droppableRects, droppableContainers }) => {
  const strip = droppableRects.get("strip");
  if (!pointer || !strip) return [];
  const near =
    pointer.y >= strip.top - reach &&
    pointer.y <= strip.bottom + reach &&
    pointer.x >= strip.left - reach &&
    pointer.x <= strip.right + reach;
  if (!near) return [];
  return droppableContainers
    .filter(({ id }) => id !== "strip")
    .flatMap((droppableContainer) => {
      const rect = droppableRects.get(droppableContainer.id);
      if (!rect) return [];
      const distance = Math.hypot(
        pointer.x - (rect.left + rect.width / 2),
        2 * (pointer.y - (rect.top + rect.height / 2)),
      );
      return [{ id: droppableContainer.id, data: { droppableContainer, value: distance } }];
    })
    .sort((one, other) => one.data.value - other.data.value)
    .slice(0, 1);
};

/** The outer quarters of a slot mean beside it, its middle means a tie: wide enough for a finger. */
function targetOf({ over, active, activatorEvent, delta }: DragMoveEvent): DropTarget | null {
  const at = over?.data.current?.slot as number | undefined;
  if (!over || at === undefined) return null;
  const x = (activatorEvent as PointerEvent).clientX + delta.x;
  const share = (x - over.rect.left) / over.rect.width;
  const own = over.data.current?.group as readonly string[];
  const itself = own.length === 1 && own[0] === active.data.current?.answer;
  if (share > 1 / 4 && share < 3 / 4) return itself ? null : { kind: "onto", at };
  return { kind: "between", at: share < 0.5 ? at : at + 1 };
}

/** Dragging by mouse, pen and touch, from a card's grip or within the strip. */
export function useRankingDrag({
  arrangement,
  onArrange,
}: {
  arrangement: Arrangement;
  onArrange: (arrangement: Arrangement, about: string) => void;
}) {
  const t = useTranslations("annotate.drag");
  const { ordinal } = useOrderWords();
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const [target, setTarget] = useState<DropTarget | null>(null);
  const letter = (id: unknown) => letterOf(arrangement.shown.indexOf(String(id)));
  const end = () => {
    setDragged(null);
    setTarget(null);
  };

  const announcements: Announcements = {
    onDragStart: ({ active }) => t("pickedUp", { letter: letter(active.data.current?.answer) }),
    onDragOver: ({ over }) =>
      over ? t("over", { place: ordinal((over.data.current?.slot as number) + 1) }) : t("overNothing"),
    onDragEnd: ({ active, over }) =>
      over ? t("dropped", { letter: letter(active.data.current?.answer) }) : t("notMoved"),
    onDragCancel: () => t("notMoved"),
  };

  return {
    dragged,
    target,
    /** For DndContext. */
    context: {
      // A stable id: the server renders the same.
      id: "ranking",
      sensors,
      collisionDetection: closestSlot,
      autoScroll: false,
      accessibility: {
        announcements,
        screenReaderInstructions: { draggable: t("instructions") },
      },
      onDragStart: ({ active, activatorEvent }) => {
        const { clientX: x, clientY: y, pointerType } = activatorEvent as PointerEvent;
        setDragged({ id: String(active.data.current?.answer), x, y, byFinger: pointerType === "touch" });
      },
      onDragMove: (event) => {
        const next = targetOf(event);
        setTarget((before) => (before?.kind === next?.kind && before?.at === next?.at ? before : next));
      },
      onDragCancel: end,
      onDragEnd: ({ active }) => {
        const id = String(active.data.current?.answer);
        if (target?.kind === "between") onArrange(dropBetween(arrangement, id, target.at), id);
        if (target?.kind === "onto") onArrange(dropOnto(arrangement, id, target.at), id);
        end();
      },
    } satisfies React.ComponentProps<typeof import("@dnd-kit/core").DndContext>,
  };
}
