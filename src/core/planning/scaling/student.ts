/**
 * Computes the share that Student's t with `freedom` degrees leaves below −`t`, for t ≥ 0, by the finite series for whole degrees of freedom
 * (Abramowitz and Stegun, 26.7.3 and 26.7.4).
 */
function studentTail(t: number, freedom: number): number {
  const theta = Math.atan(t / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(theta), Math.cos(theta)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < freedom; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  const inside = isOdd ? (2 / Math.PI) * (theta + sine * sum) : sine * sum;
  return (1 - inside) / 2;
}

/**
 * Computes t such that Student's t with `freedom` degrees, a whole number from 1 on, lies below −t with the probability `tail`.
 * @param tail above 0 and below a half
 */
export function studentQuantile(tail: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentTail(high, freedom) > tail) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, freedom) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Computes the share of the normal distribution below −`z`, for z ≥ 0, within 1.5e-7 (Abramowitz and Stegun, 7.1.26). */
export function normalTail(z: number): number {
  const t = 1 / (1 + (0.3275911 * z) / Math.SQRT2);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return (series * Math.exp((-z * z) / 2)) / 2;
}
