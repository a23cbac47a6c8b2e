import type { Health } from '../api/client';
import { plain } from '../format/text';
import { useWords } from '../i18n';

const counts = ['messages_in', 'messages_out', 'connections', 'refused', 'closed'] as const;

/** The addresses calls come in by, and what was turned away there. */
export function Transports({ health }: { health: Health }) {
  const { t, f } = useWords();
  const ends = health.certificate_expires_at;
  return (
    <section className="panel" aria-labelledby="transports-title" data-testid="transports">
      <header>
        <h2 id="transports-title">{t('transports.title')}</h2>
      </header>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('transports.address')}</th>
            {counts.map((name) => (
              <th key={name} scope="col" className="num">
                {t(`transports.${name}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('transports.handshakes_refused')}
            </th>
          </tr>
        </thead>
        <tbody>
          {health.transports.map((on) => (
            <tr key={`${on.transport} ${on.address}`}>
              <th scope="row" className="plain mono nowrap">
                {on.transport} {plain(on.address, 64)}
              </th>
              {counts.map((name, index) => (
                <td key={name} className="num">
                  {on.transport === 'UDP' && index > 1 ? '—' : f.number(on[name], 0)}
                </td>
              ))}
              <td className={on.handshakes_refused > 0 ? 'num warn' : 'num'}>
                {on.transport === 'TLS' ? f.number(on.handshakes_refused, 0) : '—'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {ends && (
        <p className="body dim">
          {t('transports.certificate', { time: f.dateTime(new Date(ends)) })}
        </p>
      )}
      {health.handshake_refusal && (
        <p className="body dim">
          {t('transports.last_refusal', { words: plain(health.handshake_refusal, 200) })}
        </p>
      )}
    </section>
  );
}
