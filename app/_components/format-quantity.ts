/** Quantities as people read them, in their language. */
export interface Quantities {
  /** 12345 → "12,345". */
  formatCount: (value: number) => string;
  /** Three significant digits, with a real minus sign: 0.1234 → "0.123", 1234 → "1,234", 0.00002 → "2e-5". */
  formatFigure: (value: number) => string;
  /** A label of an axis: no more digits than the tick has. */
  formatTick: (value: number) => string;
  /** As formatFigure, with a plus sign where it is a gain. */
  formatSigned: (value: number) => string;
  /** 0.1234 → "12 %"; one decimal below 10 %. */
  formatPercent: (share: number) => string;
  /** Seconds → "45 s", "3 min 20 s", "2 h 05 min", "3 d 4 h". */
  formatDuration: (seconds: number) => string;
  /** Bytes in decimal units, as disks are sold: 540672000 → "541 MB". */
  formatBytes: (bytes: number) => string;
}

const made = new Map<string, Quantities>();

/** How a language writes quantities: its decimal sign and how it groups digits. */
export function quantities(locale: string): Quantities {
  const known = made.get(locale);
  if (known) return known;
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const sign = new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === "decimal")!.value;
  const written = (digits: string) => digits.replace(".", sign).replace(/^-/, "−");

  function formatFigure(value: number): string {
    const size = Math.abs(value);
    if (size >= 1000) return integer.format(value).replace(/^-/, "−");
    if (value !== 0 && size < 0.001) return written(value.toExponential(size < 1e-9 ? 0 : 1).replace(/\.0e/, "e"));
    return written(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3));
  }

  function formatPercent(share: number): string {
    const percent = share * 100;
    const isSmall = Math.abs(percent) < 10 && percent !== 0;
    return `${written(isSmall ? percent.toFixed(1).replace(/\.0$/, "") : percent.toFixed(0))} %`;
  }

  function formatBytes(bytes: number): string {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let value = bytes;
    let unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit += 1;
    }
    return `${written(value.toFixed(unit === 0 || value >= 100 ? 0 : 1))} ${units[unit]}`;
  }

  const formats: Quantities = {
    formatCount: (value) => integer.format(value),
    formatFigure,
    formatTick: (value) => written(String(Number(value.toPrecision(3)))),
    formatSigned: (value) => (value > 0 ? `+${formatFigure(value)}` : formatFigure(value)),
    formatPercent,
    formatDuration,
    formatBytes,
  };
  made.set(locale, formats);
  return formats;
}

function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 600) return whole % 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${whole / 60} min`;
  if (whole < 3600) return `${Math.round(whole / 60)} min`;
  const minutes = Math.round(whole / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}
