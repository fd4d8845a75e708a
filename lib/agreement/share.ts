export interface Share {
  /** 0 to 1; null where there is nothing to count. */
  share: number | null;
  /** Half the width of the 95 % interval; null below two tasks. */
  margin: number | null;
  count: number;
}

/**
 * A share with the 95 % interval of the ratio estimator, tasks as clusters (Cochran, Sampling Techniques, 3rd ed.,
 * section 2.11): pairs of one task are not independent, so the plain binomial interval would be too narrow.
 */
export function clusteredShare(clusters: readonly (readonly [hits: number, total: number])[]): Share {
  const counted = clusters.filter(([, total]) => total > 0);
  const count = counted.reduce((sum, [, total]) => sum + total, 0);
  if (count === 0) return { share: null, margin: null, count };
  const share = counted.reduce((sum, [hits]) => sum + hits, 0) / count;
  if (counted.length < 2) return { share, margin: null, count };
  const squares = counted.reduce((sum, [hits, total]) => sum + (hits - share * total) ** 2, 0);
  const error = Math.sqrt((squares * counted.length) / (counted.length - 1)) / count;
  return { share, margin: 1.96 * error, count };
}

/** The interval of a share, cut to 0 and 1; null where it has none. */
export function boundsOf({ share, margin }: Share): { low: number; high: number } | null {
  if (share === null || margin === null) return null;
  return { low: Math.max(0, share - margin), high: Math.min(1, share + margin) };
}
