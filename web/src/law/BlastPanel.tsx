import { plain } from '../format/text';
import { useWords } from '../i18n';
import type { TextKey } from '../i18n/en';
import type { Blast } from './orders';

const figures: readonly [TextKey, keyof Blast][] = [
  ['order.blast_calls', 'calls'],
  ['order.blast_callers', 'callers'],
  ['order.blast_callees', 'callees'],
  ['order.blast_long', 'over_a_minute'],
  ['order.blast_honest', 'honest_callers'],
  ['order.blast_refused', 'refused_already'],
];

function Most({ blast }: { blast: Blast }) {
  const { t, f } = useWords();
  return (
    <table className="figures">
      <caption>{t('order.blast_most')}</caption>
      <thead>
        <tr>
          <th scope="col">{t(blast.by_callee ? 'order.blast_callees' : 'order.blast_callers')}</th>
          <th scope="col" className="num">
            {t('order.blast_calls')}
          </th>
          <th scope="col" className="num">
            {t('order.blast_long')}
          </th>
        </tr>
      </thead>
      <tbody>
        {blast.most.map((each, index) => (
          <tr key={index}>
            <td className="number">{plain(each.number, 48)}</td>
            <td className="num">{f.number(each.calls, 0)}</td>
            <td className="num">{f.number(each.over_a_minute, 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What an order would have hit in the last seven days. */
export function BlastPanel({ blast }: { blast: Blast }) {
  const { t, f } = useWords();
  return (
    <section className="panel" aria-labelledby="blast-title" data-testid="blast">
      <header>
        <h2 id="blast-title">{t('order.blast')}</h2>
      </header>
      <div className="body stack">
        <dl className="order-figures">
          {figures.map(([words, key]) => (
            <div key={key} data-alarm={key === 'honest_callers' && blast.honest_callers > 0}>
              <dt>{t(words)}</dt>
              <dd>{f.number(blast[key] as number, 0)}</dd>
            </div>
          ))}
        </dl>
        {!blast.complete && <p className="notice notice-warn">{t('order.blast_part')}</p>}
        {blast.most.length > 0 && <Most blast={blast} />}
      </div>
    </section>
  );
}
