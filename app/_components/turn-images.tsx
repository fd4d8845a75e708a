"use client";

import { ExternalLink, ZoomIn } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { MessageImage } from "../../lib/prompts/messages.ts";
import { classes } from "./classes.ts";
import { Dialog } from "./dialog.tsx";

/**
 * Images of a turn. Those within the message are shown and open large; one on the web is only linked: loading it would tell
 * its server who reads.
 */
export function TurnImages({ images }: { images: readonly MessageImage[] }) {
  return (
    <ul className="mt-3 flex flex-wrap gap-3">
      {images.map((image, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the images of a turn never change their order
        <li key={at}>
          {image.url.startsWith("data:") ? (
            <InlineImage image={image} number={at + 1} />
          ) : (
            <LinkedImage image={image} />
          )}
        </li>
      ))}
    </ul>
  );
}

function InlineImage({ image: { url, alt }, number }: { image: MessageImage; number: number }) {
  const t = useTranslations("shared.turnImages");
  const [open, setOpen] = useState(false);
  const name = alt || t("imageNumber", { number });
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={setOpen}
      title={name}
      trigger={
        <button
          type="button"
          aria-label={t("showNameLarge", { name })}
          className="relative block overflow-hidden rounded-lg border border-border bg-inset"
        >
          {/* biome-ignore lint/performance/noImgElement: it is within the page already */}
          <img src={url} alt={alt} className="max-h-64 max-w-full object-contain" />
          <ZoomIn aria-hidden className="absolute right-1.5 bottom-1.5 size-6 rounded bg-surface/90 p-1" />
        </button>
      }
    >
      <LargeImage url={url} alt={alt} name={name} />
    </Dialog>
  );
}

/** As large as fits; pressed, at least twice that or every point of it, and it scrolls. */
function LargeImage({ url, alt, name }: { url: string; alt: string; name: string }) {
  const t = useTranslations("shared.turnImages");
  const [zoomed, setZoomed] = useState(false);
  return (
    <div className="max-h-[75dvh] overflow-auto rounded-lg">
      <button
        type="button"
        aria-pressed={zoomed}
        aria-label={t("zoomInto", { name })}
        onClick={() => setZoomed(!zoomed)}
        className={classes("block", zoomed ? "w-max min-w-[200%] cursor-zoom-out" : "w-full cursor-zoom-in")}
      >
        {/* biome-ignore lint/performance/noImgElement: see above */}
        <img
          src={url}
          alt={alt}
          className={zoomed ? "min-w-full max-w-none" : "mx-auto max-h-[75dvh] max-w-full object-contain"}
        />
      </button>
    </div>
  );
}

function LinkedImage({ image: { url, alt } }: { image: MessageImage }) {
  const t = useTranslations("shared.turnImages");
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="inline-flex items-center gap-1.5 rounded border border-border bg-inset px-2 py-1 text-sm underline"
    >
      <ExternalLink aria-hidden className="size-3.5" />
      {t("notLoaded", { name: alt || t("image"), host: new URL(url).host })}
    </a>
  );
}
