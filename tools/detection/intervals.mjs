// 95 % intervals of a share that was counted; the same as src/stats/interval.h.

const kZ = 1.959963984540054;

export function wilson95(hits, of) {
  if (of === 0) return [0, 1];
  const p = hits / of;
  const centre = p + (kZ * kZ) / (2 * of);
  const spread = kZ * Math.sqrt((p * (1 - p)) / of + (kZ * kZ) / (4 * of * of));
  const scale = 1 + (kZ * kZ) / of;
  return [hits === 0 ? 0 : (centre - spread) / scale, hits === of ? 1 : (centre + spread) / scale];
}

/** Probability of at most `hits` of `of`, each with probability p. */
function atMost(hits, of, p) {
  if (p <= 0) return 1;
  if (p >= 1) return hits >= of ? 1 : 0;
  let term = of * Math.log1p(-p); // log of the probability of k
  let sum = Math.exp(term);
  for (let k = 1; k <= hits; ++k) {
    term += Math.log((of - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}

/** Where the falling function `tail` is 2.5 %. */
function crossing(tail) {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 200; ++i) {
    const middle = (low + high) / 2;
    if (tail(middle) > 0.025) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export function clopperPearson95(hits, of) {
  if (of === 0) return [0, 1];
  const high = hits === of ? 1 : crossing((p) => atMost(hits, of, p));
  const low = hits === 0 ? 0 : 1 - crossing((q) => 1 - atMost(hits - 1, of, 1 - q));
  return [low, high];
}
