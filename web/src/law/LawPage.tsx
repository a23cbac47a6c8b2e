import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { useWords } from '../i18n';
import { AppealsPanel } from './AppealsPanel';
import { OrderTable } from './OrderTable';
import { ReviewPanel } from './ReviewPanel';

function Effects({ effects }: { effects: Schemas['law_day']['effects'] }) {
  const { t, f } = useWords();
  if (effects.length === 0) return <p className="empty">{t('law.effect_none')}</p>;
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{t('order.number')}</th>
          <th scope="col" className="num">
            {t('order.blast_calls')}
          </th>
          <th scope="col" className="num">
            {t('order.blast_callers')}
          </th>
        </tr>
      </thead>
      <tbody>
        {effects.map((each) => (
          <tr key={each.order}>
            <td>
              <a href={`#/orders/${each.order}`}>{t('order.one', { id: each.order })}</a>
            </td>
            <td className="num">{f.number(each.calls, 0)}</td>
            <td className="num">{f.number(each.callers, 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What waits for a prosecutor, what ends soon, what orders did in a day. */
export function LawPage() {
  const { t } = useWords();
  const mayDecide = useRight('approve_order');
  const day = useQuery({
    queryKey: ['law-day'],
    queryFn: () => ask(api.GET('/api/v1/law-day')),
    enabled: mayDecide,
    refetchInterval: 3_000,
    retry: 1,
  });
  if (!mayDecide) return <p className="empty">{t('law.not_allowed')}</p>;
  if (!day.data) {
    return (
      <p className="empty" role={day.isError ? 'alert' : undefined}>
        {day.isError ? errorWords(day.error, t) : t('app.loading')}
      </p>
    );
  }
  return (
    <>
      <div className="page-head">
        <h1>{t('law.title')}</h1>
      </div>
      <section className="panel" aria-labelledby="law-waiting" data-testid="law-waiting">
        <header>
          <h2 id="law-waiting">{t('law.waiting')}</h2>
        </header>
        <OrderTable orders={day.data.waiting} empty={t('law.nothing')} />
      </section>
      <AppealsPanel />
      <section className="panel" aria-labelledby="law-expiring">
        <header>
          <h2 id="law-expiring">{t('law.expiring')}</h2>
        </header>
        <OrderTable orders={day.data.expiring} empty={t('law.nothing')} />
      </section>
      <section className="panel" aria-labelledby="law-effects">
        <header>
          <h2 id="law-effects">{t('law.effects')}</h2>
        </header>
        <Effects effects={day.data.effects} />
      </section>
      <ReviewPanel />
    </>
  );
}
