/** Quantities as people read them; English, as the words around them are. */

const integer = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 12345 → "12,345". */
export function formatCount(value: number): string {
  return integer.format(value);
}

/** Three significant digits, with a real minus sign: 0.1234 → "0.123", 1234 → "1,234", 0.00002 → "2e-5". */
export function formatFigure(value: number): string {
  const size = Math.abs(value);
  const text =
    value !== 0 && size < 0.001
      ? value.toExponential(size < 1e-9 ? 0 : 1).replace(/\.0e/, "e")
      : size >= 1000
        ? integer.format(value)
        : size >= 100
          ? value.toFixed(0)
          : size >= 10
            ? value.toFixed(1)
            : size >= 1
              ? value.toFixed(2)
              : value.toFixed(3);
  return text.replace(/^-/, "−");
}

/** As formatFigure, with a plus sign where it is a gain. */
export function formatSigned(value: number): string {
  return value > 0 ? `+${formatFigure(value)}` : formatFigure(value);
}

/** 0.1234 → "12 %"; one decimal below 10 %. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  const rounded = Math.abs(percent) < 10 && percent !== 0 ? percent.toFixed(1).replace(/\.0$/, "") : percent.toFixed(0);
  return `${rounded.replace(/^-/, "−")} %`;
}

/** Seconds → "45 s", "3 min 20 s", "2 h 05 min", "3 d 4 h". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 600) return whole % 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${whole / 60} min`;
  if (whole < 3600) return `${Math.round(whole / 60)} min`;
  const minutes = Math.round(whole / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

/** Bytes in decimal units, as disks are sold: 540672000 → "541 MB". */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}
