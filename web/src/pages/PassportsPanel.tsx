import type { Health } from '../api/client';
import { useWords } from '../i18n';
import { Fact } from './HealthPanels';

/** Shown when a trunk verifies PASSporTs. */
export function Passports({ passports }: { passports: NonNullable<Health['passports']> }) {
  const { t, f } = useWords();
  const outcomes = [
    'verified',
    'not_present',
    'unverified',
    'stale_date',
    'bad_identity_info',
    'unsupported_credential',
    'invalid_identity',
  ] as const;
  const counts = [
    'waiting_calls',
    'wait_timeouts',
    'certificates',
    'certificate_hits',
    'fetches',
    'fetch_failures',
    'queue_full',
  ] as const;
  return (
    <section className="panel" aria-labelledby="passports-title" data-testid="passports">
      <header>
        <h2 id="passports-title">{t('health.passports')}</h2>
      </header>
      <dl className="body facts wide">
        {outcomes.map((name) => (
          <Fact
            key={name}
            name={t(`signature.${name}`)}
            value={f.number(passports.outcomes[name] ?? 0, 0)}
          />
        ))}
        {counts.map((name) => (
          <Fact
            key={name}
            name={t(`health.${name}`)}
            value={f.number(passports[name], 0)}
            bad={name === 'queue_full' && passports[name] > 0}
          />
        ))}
      </dl>
    </section>
  );
}
