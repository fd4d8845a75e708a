import { Fragment } from "react";

/**
 * Longer than this, a run without a space is given places to break. Browsers shape the rest of a run anew for each of its
 * lines: 90,000 letters took Chromium five seconds, and take a tenth of one so.
 */
const longRun = /(\S{500})/u;

/** A text as it was written. */
export function PlainText({ text }: { text: string }) {
  const pieces = text.split(longRun);
  if (pieces.length === 1) return text;
  return pieces.map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change their order
    <Fragment key={at}>
      {piece}
      {at % 2 === 1 && <wbr />}
    </Fragment>
  ));
}
