/** One entry out of a ZIP archive (PKWARE APPNOTE 6.3), streamed to a file; enough for Python wheels. */
import { closeSync, createReadStream, createWriteStream, fstatSync, openSync, readSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";

interface Entry {
  name: string;
  compression: number;
  compressedBytes: number;
  headerOffset: number;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeaderBytes = 30;
const stored = 0;
const deflated = 8;

/** Writes the first entry whose name passes `matches` to `target`. Throws where there is none. */
export async function extractEntry(archive: string, matches: (name: string) => boolean, target: string): Promise<void> {
  const descriptor = openSync(archive, "r");
  let entry: Entry | undefined;
  let start = 0;
  try {
    entry = readDirectory(descriptor).find(({ name }) => matches(name));
    if (!entry) throw new Error(`${archive} does not hold the file looked for`);
    const header = readAt(descriptor, entry.headerOffset, localHeaderBytes);
    // The local header's name and extra field may be longer than the directory's.
    start = entry.headerOffset + localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    closeSync(descriptor);
  }
  const source = createReadStream(archive, { start, end: start + entry.compressedBytes - 1 });
  const output = createWriteStream(target);
  if (entry.compression === stored) await pipeline(source, output);
  else if (entry.compression === deflated) await pipeline(source, createInflateRaw(), output);
  else throw new Error(`${entry.name} in ${archive} is compressed with method ${entry.compression}`);
}

function readDirectory(descriptor: number): Entry[] {
  const { size } = fstatSync(descriptor);
  // The end record is 22 bytes and may be followed by a comment of up to 65,535.
  const tail = readAt(descriptor, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== endOfDirectory) end--;
  if (end < 0) throw new Error("not a ZIP archive");
  const directory = readAt(descriptor, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  for (let position = 0; position + 46 <= directory.length; ) {
    if (directory.readUInt32LE(position) !== directoryEntry) throw new Error("the ZIP directory is damaged");
    const nameBytes = directory.readUInt16LE(position + 28);
    entries.push({
      name: directory.toString("utf8", position + 46, position + 46 + nameBytes),
      compression: directory.readUInt16LE(position + 10),
      compressedBytes: directory.readUInt32LE(position + 20),
      headerOffset: directory.readUInt32LE(position + 42),
    });
    position += 46 + nameBytes + directory.readUInt16LE(position + 30) + directory.readUInt16LE(position + 32);
  }
  return entries;
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  if (readSync(descriptor, bytes, 0, length, position) !== length) throw new Error("the ZIP archive ends too early");
  return bytes;
}
