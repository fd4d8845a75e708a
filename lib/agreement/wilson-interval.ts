/**
 * Wilson's score interval of a share at 95 % (1927): stays inside 0 and 1 and holds for few trials.
 *
 * @param successes may be halves, where a tie counts for both sides
 * @param trials at least 1
 */
export function wilsonInterval(successes: number, trials: number): { lower: number; upper: number } {
  const z = 1.959964;
  const share = successes / trials;
  const square = z ** 2 / trials;
  const centre = (share + square / 2) / (1 + square);
  const half = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials));
  return { lower: centre - half, upper: centre + half };
}
