// What is told about an invented call: who calls, and what screening says of it. One seed.

let seed = 20260301;
export function random() {
  seed = (seed * 1664525 + 1013904223) >>> 0;
  return seed / 2 ** 32;
}
export const pick = (list) => list[Math.floor(random() * list.length)];
export const digits = (count) =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

export const foreign = {
  RU: () => `+7495${digits(7)}`,
  DE: () => `+4915${digits(9)}`,
  TR: () => `+90532${digits(7)}`,
  CH: () => `+4179${digits(7)}`,
  CN: () => `+86138${digits(8)}`,
  GB: () => `+4474${digits(8)}`,
  UZ: () => `+99890${digits(7)}`,
  PL: () => `+4851${digits(7)}`,
};
export const kzMobile = () => `+770${pick(['1', '2', '5', '7'])}${digits(7)}`;
export const kzFixed = () => `+7727${digits(7)}`;
export const mask = (number) => `${number.slice(0, 5)}•••••${number.slice(-2)}`;

export const reason = (detector, weight, observed, threshold) => ({
  detector,
  weight,
  observed,
  threshold,
});

// How often each story is told: the upper end of its share of the dice.
const stories = [
  {
    below: 0.16,
    tell: () => ({
      kind: 'spoofed',
      caller: kzFixed(),
      country: 'KZ',
      verdict: 'block',
      rule: 'domestic-fixed-from-abroad',
      score: 0.995,
      reasons: [reason(1, 6.2, 1, 1), ...(random() < 0.4 ? [reason(4, 1.4, 14, 8)] : [])],
    }),
  },
  {
    below: 0.22,
    tell: () => ({
      kind: 'mobile',
      caller: kzMobile(),
      country: 'KZ',
      verdict: 'block',
      rule: 'mobile-not-roaming',
      score: 0.982,
      reasons: [reason(2, 4.8, 1, 1)],
    }),
  },
  {
    below: 0.27,
    tell: () => ({
      kind: 'burst',
      caller: `+44745500${digits(4)}`,
      country: 'GB',
      verdict: 'block',
      rule: 'velocity-burst',
      score: 0.93,
      reasons: [reason(4, 2.9, 63, 20), reason(5, 1.7, 41, 25)],
    }),
  },
  {
    below: 0.33,
    tell: () => ({
      kind: 'office',
      caller: foreign.UZ(),
      country: 'UZ',
      verdict: 'alert',
      rule: 'several-first-seen',
      score: 0.71,
      reasons: [reason(6, 2.2, 3, 2), reason(5, 0.9, 18, 25)],
    }),
  },
  {
    below: 0.36,
    tell: () => ({
      kind: 'label',
      caller: `+371200${digits(5)}`,
      country: 'LV',
      verdict: 'label',
      rule: 'unallocated-range',
      score: 0.58,
      reasons: [reason(3, 1.8, 1, 1)],
    }),
  },
  {
    below: 0.375,
    tell: () => ({
      kind: 'withheld',
      caller: '',
      country: undefined,
      verdict: 'pass',
      score: 0.12,
      reasons: [],
    }),
  },
  {
    below: 0.385,
    tell: () => ({
      kind: 'emergency',
      caller: foreign.DE(),
      country: 'DE',
      verdict: 'pass',
      emergency: true,
      score: 0,
      reasons: [],
    }),
  },
  {
    below: 0.395,
    tell: () => ({
      kind: 'attack',
      caller: '<img src=x onerror=alert(1)>\u202e1077',
      country: undefined,
      verdict: 'pass',
      score: 0.31,
      reasons: [reason(3, 1.1, 1, 1)],
    }),
  },
];

const honest = () => ({
  kind: 'honest',
  verdict: 'pass',
  score: random() * 0.15,
  reasons: random() < 0.12 ? [reason(6, 0.4, 1, 2)] : [],
});

export function story() {
  const dice = random();
  return (stories.find((one) => dice < one.below)?.tell ?? honest)();
}
