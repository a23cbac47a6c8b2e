import type { Health } from '../api/client';
import { useWords } from '../i18n';
import { Fact, Light } from './HealthPanels';

/** Reports of scams at the door and what they changed. */
export function Reports({ health }: { health: Health }) {
  const { t, f } = useWords();
  const of = health.reports;
  const count = (value: number) => f.number(value, 0);
  const sum = (pick: (one: (typeof of.sources)[number]) => number) =>
    of.sources.reduce((total, one) => total + pick(one), 0);
  return (
    <section className="panel" aria-labelledby="reports-title" data-testid="reports">
      <header>
        <h2 id="reports-title">{t('reports.title')}</h2>
      </header>
      <div className="body">
        <Light
          good={of.overloaded === 0}
          words={
            of.overloaded === 0
              ? t('reports.good')
              : t('reports.overloaded', { count: count(of.overloaded) })
          }
        />
        <dl className="facts wide">
          <Fact name={t('reports.accepted')} value={count(sum((one) => one.accepted))} />
          <Fact
            name={t('reports.effects')}
            value={`${count(of.taken)} / ${count(of.repeated)} / ${count(of.beyond_cap)}`}
          />
          <Fact name={t('reports.unknown')} value={count(of.unknown_calls)} />
          <Fact
            name={t('reports.refused')}
            value={`${count(of.refused)} / ${count(sum((one) => one.rate_limited))}`}
          />
        </dl>
      </div>
    </section>
  );
}
