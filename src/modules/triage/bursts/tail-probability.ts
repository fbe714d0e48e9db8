/** Mean and variance of a count; a variance below the mean is taken as the mean (Poisson). */
export type CountDistribution = { mean: number; variance: number };

/** Logarithm of the gamma function for x > 0 (Lanczos approximation, 15 digits). */
function logGamma(x: number): number {
  const terms = [
    76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155,
    0.001208650973866179, -0.000005395239384953,
  ];
  const base = x + 5.5 - (x + 0.5) * Math.log(x + 5.5);
  const sum = terms.reduce((all, term, index) => all + term / (x + 1 + index), 1.000000000190015);
  return Math.log((Math.sqrt(2 * Math.PI) * sum) / x) - base;
}

/**
 * Logarithm of the probability of exactly `count`: negative binomial, Poisson without
 * overdispersion.
 */
function logProbability(count: number, { mean, variance }: CountDistribution): number {
  const more = variance - mean;
  if (more <= mean * 1e-9) return count * Math.log(mean) - mean - logGamma(count + 1);
  const size = (mean * mean) / more;
  return (
    logGamma(count + size) -
    logGamma(size) -
    logGamma(count + 1) +
    size * Math.log(mean / variance) +
    count * Math.log(more / variance)
  );
}

const MIN_PROBABILITY = 1e-300;

/**
 * Returns the probability of `count` or more under the distribution; 1 for a count of 0, never
 * below 1e-300.
 */
export function upperTailProbability(count: number, spread: CountDistribution): number {
  if (count <= 0) return 1;
  if (spread.mean <= 0) return MIN_PROBABILITY;
  // Below the mean the lower tail has fewer terms.
  if (count <= spread.mean) {
    let below = 0;
    for (let each = 0; each < count; each++) below += Math.exp(logProbability(each, spread));
    return Math.min(1, Math.max(MIN_PROBABILITY, 1 - below));
  }
  let sum = 0;
  for (let each = count; ; each++) {
    const chance = Math.exp(logProbability(each, spread));
    sum += chance;
    if (chance <= sum * 1e-12 || chance < MIN_PROBABILITY) break;
  }
  return Math.min(1, Math.max(MIN_PROBABILITY, sum));
}
