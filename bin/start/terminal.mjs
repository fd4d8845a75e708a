import process from "node:process";

const terminal = process.stdout.isTTY === true;
const coloured = terminal && !process.env.NO_COLOR;
const colour = (code) => (text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
export const green = colour(32);
export const yellow = colour(33);
export const red = colour(31);
export const dim = colour(2);
export const bold = colour(1);

/** Where there is no terminal to redraw, progress is a line at most this often. */
const quietMilliseconds = 10_000;
const titleWidth = 18;

/** The line that is being redrawn; what others say goes above it. */
let drawn = "";

function draw(line) {
  process.stdout.write(`${drawn ? "\r\x1b[2K" : ""}${line}`);
  drawn = line;
}

export function say(text = "") {
  const below = drawn;
  draw("");
  process.stdout.write(`${text}\n`);
  draw(below);
}

/**
 * One step of the set-up, shown on one line: what it does, how far it is, how it ended and how long it took.
 * @param {string} title
 */
export function beginStep(title) {
  const began = performance.now();
  let lastPrinted = began;

  const end = (mark, text) => {
    draw("");
    const seconds = (performance.now() - began) / 1000;
    const [first, ...more] = text.split("\n");
    const time = seconds >= 0.1 ? dim(`(${seconds.toFixed(1)} s)`) : "";
    say(`${mark} ${title.padEnd(titleWidth)} ${first} ${time}`.trimEnd());
    for (const line of more) say(`${" ".repeat(titleWidth + 3)}${line}`);
  };

  return {
    /** How far it is. */
    progress(text) {
      if (terminal) {
        const width = (process.stdout.columns || 80) - titleWidth - 6;
        draw(`${dim("…")} ${title.padEnd(titleWidth)} ${dim(text.slice(0, width))}`);
      } else if (performance.now() - lastPrinted >= quietMilliseconds) {
        lastPrinted = performance.now();
        say(`… ${title.padEnd(titleWidth)} ${text}`);
      }
    },
    done: (text) => end(green("✔"), text),
    /** It did not work, and the rest goes on without it. */
    warn: (text) => end(yellow("!"), text),
    fail: (text) => end(red("✘"), text),
  };
}

/**
 * Runs `work(step)` and shows how it ends.
 * @template {string | { text: string }} T
 * @param {string} title
 * @param {(step: ReturnType<typeof beginStep>) => Promise<T> | T} work its result is, or has, the line's last words
 * @returns {Promise<T>}
 * @throws StepFailed, after the line has said what went wrong
 */
export async function inStep(title, work) {
  const step = beginStep(title);
  step.progress("");
  try {
    const result = await work(step);
    step.done(typeof result === "string" ? result : result.text);
    return result;
  } catch (error) {
    step.fail(error.message);
    throw new StepFailed(title, { cause: error });
  }
}

/** As inStep, for what can be missing: then the line says why, and `consequences` what works all the same. */
export async function orWithout(title, work, consequences) {
  const step = beginStep(title);
  step.progress("");
  try {
    step.done(await work(step));
  } catch (error) {
    step.warn([error.message, ...consequences].join("\n"));
  }
}

/** Already shown: whoever catches it only has to end. */
export class StepFailed extends Error {}
