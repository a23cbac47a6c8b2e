import type { Health } from '../api/client';
import { useWords } from '../i18n';
import { Fact } from './HealthPanels';

/** Calls followed in a mirror of their signalling; nothing without one. */
export function Watching({ health }: { health: Health }) {
  const { t, f } = useWords();
  const { watch } = health;
  if (!watch) return null;
  const counts = [
    'packets',
    'live',
    'calls',
    'joined',
    'timed_out',
    'mid_call',
    'no_trunk',
    'malformed',
    'bad_sip',
    'clock_off',
  ] as const;
  const badCounts = ['strangers', 'wrong_key', 'old_version', 'forgotten'] as const;
  return (
    <section className="panel" aria-labelledby="watch-title" data-testid="watching">
      <header>
        <h2 id="watch-title">{t('health.watch')}</h2>
      </header>
      <dl className="body facts wide">
        {counts.map((name) => (
          <Fact key={name} name={t(`watch.${name}`)} value={f.number(watch[name], 0)} />
        ))}
        {badCounts.map((name) => (
          <Fact
            key={name}
            name={t(`watch.${name}`)}
            value={f.number(watch[name], 0)}
            bad={watch[name] > 0}
          />
        ))}
      </dl>
    </section>
  );
}
