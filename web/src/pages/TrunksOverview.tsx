import type { Health, Trunk } from '../api/client';
import { useWords } from '../i18n';

/** Mean of a ratio over the trunks that have one, weighed by their attempts. */
function weighed(trunks: readonly Trunk[], of: (trunk: Trunk) => number | undefined) {
  let sum = 0;
  let weight = 0;
  for (const trunk of trunks) {
    const value = of(trunk);
    if (value === undefined) continue;
    sum += value * trunk.attempts;
    weight += trunk.attempts;
  }
  return weight > 0 ? sum / weight : undefined;
}

function Figure(of: { value: string; name: string; hint?: string; tone?: string }) {
  return (
    <div className="counter" data-tone={of.tone} title={of.hint}>
      <b className="num">{of.value}</b>
      <span>{of.name}</span>
    </div>
  );
}

/** The switch at a glance: what an engineer looks at first. */
export function Overview({ trunks, health }: { trunks: readonly Trunk[]; health: Health }) {
  const { t, f } = useWords();
  const sum = (of: (trunk: Trunk) => number) => trunks.reduce((all, trunk) => all + of(trunk), 0);
  const share = (value: number | undefined) => (value === undefined ? '—' : f.percent(value));
  const pdd = weighed(trunks, (trunk) => trunk.pdd_ms);
  const hops = trunks.flatMap((trunk) => trunk.next_hops);
  const up = hops.filter((hop) => hop.up).length;
  const { load, draining } = health.gateway;
  return (
    <div
      className="counters overview"
      role="group"
      aria-label={t('trunks.title')}
      data-testid="overview"
    >
      <Figure
        value={f.number(
          sum((trunk) => trunk.calls_per_second),
          1,
          1,
        )}
        name={t('trunks.cps')}
        hint={t('trunks.cps_hint')}
        tone="live"
      />
      <Figure
        value={f.number(health.gateway.live_calls + (health.screening.live ?? 0), 0)}
        name={t('health.live_calls')}
      />
      <Figure
        value={share(weighed(trunks, (trunk) => trunk.asr))}
        name={t('trunks.asr')}
        hint={t('trunks.asr_hint')}
      />
      <Figure
        value={share(weighed(trunks, (trunk) => trunk.ner))}
        name={t('trunks.ner')}
        hint={t('trunks.ner_hint')}
      />
      <Figure
        value={pdd === undefined ? '—' : t('trunks.ms', { value: f.number(pdd, 0) })}
        name={t('trunks.pdd')}
        hint={t('trunks.pdd_hint')}
      />
      <Figure
        value={f.number(
          sum((trunk) => trunk.blocked),
          0,
        )}
        name={t('trunks.blocked')}
        tone="block"
      />
      <Figure
        value={t(draining ? 'trunks.load_draining' : `trunks.load_${load}`)}
        name={t('trunks.load')}
        tone={load === 'calm' && !draining ? 'live' : 'alert'}
      />
      <Figure
        value={`${f.number(up, 0)} / ${f.number(hops.length, 0)}`}
        name={t('trunks.hops_up')}
        tone={up < hops.length ? 'block' : undefined}
      />
    </div>
  );
}
