// A trial of a policy that takes six seconds and finds the same each time.
let begun = 0;

const found = {
  calls: 182_440,
  newly_refused: 412,
  newly_refused_callers: 388,
  honest_hit: 3,
  honest_callers_hit: 1,
  scams_caught: 57,
  no_longer_refused: 12,
  no_longer_refused_callers: 9,
  new_alerts: 80,
  gone_alerts: 31,
  refused_by_rule: [{ name: 'model', count: 412 }],
};

export const trial = {
  start: () => {
    begun = Date.now();
  },
  stop: () => {
    begun = 0;
  },
  running: () => begun > 0 && Date.now() - begun < 6000,
  state: () => {
    if (!begun) return { state: 'none', progress: 0 };
    const progress = Math.min(1, (Date.now() - begun) / 6000);
    const state = progress < 1 ? 'running' : 'done';
    return { state, progress, ...(state === 'done' ? { found } : {}) };
  },
};
