/**
 * Environment for processes that train, read by glibc before main: blocks from 1 MiB on come from the system and go back to
 * it when freed. Left to itself glibc raises that bound with the first large block freed, and keeps holes between
 * weights, gradients and activations: an eighth of the peak of full fine-tuning.
 */
export const trainingEnvironment = { MALLOC_MMAP_THRESHOLD_: "1048576" } as const;
