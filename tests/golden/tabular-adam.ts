/** Adam on a flat list of numbers. */
export function createAdam(size: number) {
  const first = new Array<number>(size).fill(0);
  const second = new Array<number>(size).fill(0);
  let steps = 0;
  return (parameters: number[], gradient: readonly number[], rate: number) => {
    steps++;
    for (let position = 0; position < size; position++) {
      const slope = gradient[position]!;
      first[position] = 0.9 * first[position]! + 0.1 * slope;
      second[position] = 0.999 * second[position]! + 0.001 * slope ** 2;
      const corrected = first[position]! / (1 - 0.9 ** steps);
      parameters[position]! -= (rate * corrected) / (Math.sqrt(second[position]! / (1 - 0.999 ** steps)) + 1e-5);
    }
  };
}
