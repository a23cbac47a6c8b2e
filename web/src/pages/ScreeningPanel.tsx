import type { Health } from '../api/client';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Fact, Light } from './HealthPanels';

/** Questions of switches that speak no SIP; nothing where nobody may ask. */
export function Screening({ health }: { health: Health }) {
  const { t, f } = useWords();
  const of = health.screening;
  if (!of.enabled) return null;
  const count = (value: number | undefined) => f.number(value ?? 0, 0);
  const time = (us: number | undefined) => t('trunks.ms', { value: f.number((us ?? 0) / 1000, 2) });
  const open = Object.values(of.open ?? {}).reduce((sum, each) => sum + each, 0);
  return (
    <section className="panel" aria-labelledby="screening-title" data-testid="screening">
      <header>
        <h2 id="screening-title">{t('screening.title')}</h2>
      </header>
      <div className="body">
        <Light
          good={open === 0}
          words={open === 0 ? t('screening.good') : t('screening.open', { count: count(open) })}
        />
        <dl className="facts wide">
          <Fact name={t('screening.calls')} value={count(of.calls)} />
          <Fact name={t('screening.live')} value={count(of.live)} />
          <dt title={t('screening.latency_hint')}>{t('screening.latency')}</dt>
          <dd>
            ≤ {time(of.p50_us)} / ≤ {time(of.p99_us)}
          </dd>
          <Fact name={t('screening.repeated')} value={count(of.repeated)} />
          <Fact name={t('screening.emergency')} value={count(of.emergency)} />
          <Fact name={t('screening.unheard')} value={count(of.unheard)} />
          <Fact
            name={t('screening.turned_away')}
            value={`${count(of.bad_tokens)} / ${count(of.rate_limited)}`}
          />
          <Fact name={t('screening.connections')} value={count(of.connections)} />
        </dl>
      </div>
      {of.clients && of.clients.length > 0 && (
        <>
          <header className="second">
            <h2>{t('screening.clients')}</h2>
          </header>
          <dl className="body facts wide">
            {of.clients.map((one) => (
              <Fact
                key={one.name}
                name={plain(one.name, 32)}
                value={`${count(one.asked)} / ${count(one.rate_limited)}`}
              />
            ))}
          </dl>
        </>
      )}
    </section>
  );
}
