/** Of every rating scale; the lowest is 1. */
export const highestRating = 7;
