/** One reward model's course: gains since the start, in deviations of the start's answers. */
export interface Course {
  title: string;
  points: { distance: number; proxy: number; gold: number; worth: number }[];
  /** Positions among the points. */
  kept: number;
  stopped: number | null;
}

const colours = { proxy: "#0072b2", gold: "#e69f00", worth: "#009e73" };
const names = { proxy: "reward model (proxy)", gold: "gold reward model", worth: "true worth" };
const [width, height, gap] = [300, 240, 40];
const left = 46;

/**
 * Courses side by side as one SVG, each in the order of its looks: KL goes back at times. On a ground of its own, so that
 * it reads on light and dark pages alike.
 */
export function plotCourses(courses: readonly Course[]): string {
  const all = courses.flatMap(({ points }) => points);
  const farthest = Math.max(...all.map(({ distance }) => distance));
  const values = all.flatMap(({ proxy, gold, worth }) => [proxy, gold, worth]);
  const [lowest, highest] = [Math.min(0, ...values), Math.max(...values)];
  const x = (distance: number) => (distance / farthest) * width;
  const y = (value: number) => height - ((value - lowest) / (highest - lowest)) * height;
  const fixed = (value: number) => value.toFixed(1);
  const ticks = (from: number, to: number, step: number) => {
    const found: number[] = [];
    for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) found.push(Number(tick.toFixed(6)));
    return found;
  };
  const stepOf = (span: number) => [0.5, 1, 2, 5, 10].find((step) => span / step <= 8) ?? 20;
  const panel = ({ title, points, kept, stopped }: Course, place: number) => {
    const line = (name: keyof typeof colours) =>
      `<polyline fill="none" stroke="${colours[name]}" stroke-width="2" points="${points
        .map((point) => `${fixed(x(point.distance))},${fixed(y(point[name]))}`)
        .join(" ")}"/>`;
    const mark = (position: number, label: string, dash: string, at: number) => {
      const where = fixed(x(points[position]!.distance));
      return `<line x1="${where}" x2="${where}" y1="0" y2="${height}" stroke="#555" stroke-dasharray="${dash}"/><text x="${where}" y="${at}" dx="4" fill="#333">${label}</text>`;
    };
    return `<g transform="translate(${left + place * (width + gap)},56)">
<text y="-12" font-weight="600" fill="#111">${title}</text>
${ticks(lowest, highest, stepOf(highest - lowest))
  .map(
    (tick) =>
      `<line x2="${width}" y1="${fixed(y(tick))}" y2="${fixed(y(tick))}" stroke="#e3e3e3"/>${place === 0 ? `<text x="-6" y="${fixed(y(tick))}" dy="4" text-anchor="end" fill="#555">${tick}</text>` : ""}`,
  )
  .join("\n")}
${ticks(0, farthest, stepOf(farthest))
  .map((tick) => `<text x="${fixed(x(tick))}" y="${height + 16}" text-anchor="middle" fill="#555">${tick}</text>`)
  .join("")}
<line x2="${width}" y1="${fixed(y(0))}" y2="${fixed(y(0))}" stroke="#999"/>
${line("proxy")}${line("gold")}${line("worth")}
${mark(kept, "kept", "2 3", 12)}${stopped === null ? "" : mark(stopped, "stopped", "6 3", 26)}
</g>`;
  };
  const total = left + courses.length * (width + gap);
  const legend = (Object.keys(colours) as (keyof typeof colours)[])
    .map(
      (name, place) =>
        `<g transform="translate(${left + place * 190},16)"><line x2="22" stroke="${colours[name]}" stroke-width="2"/><text x="28" dy="4" fill="#333">${names[name]}</text></g>`,
    )
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} ${height + 100}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="Reward gained against the square root of KL, by proxy, gold model and true worth">
<rect width="100%" height="100%" fill="#fff"/>
${legend}
${courses.map(panel).join("\n")}
<text x="${left + (total - left - gap) / 2}" y="${height + 92}" text-anchor="middle" fill="#333">√KL to the start, √nats an answer; gains in deviations of the start’s answers</text>
</svg>
`;
}
