import type { Rejected } from '../api/client';
import { useRejected } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';

type Kind = Rejected['kinds'][number];

function Strangers({ strangers }: { strangers: Rejected['strangers'] }) {
  const { t, f } = useWords();
  if (strangers.length === 0) return <p className="body dim">{t('rejected.no_strangers')}</p>;
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{t('rejected.source')}</th>
          <th scope="col">{t('rejected.agent')}</th>
          <th scope="col" className="num">
            {t('rejected.messages')}
          </th>
          <th scope="col" className="num">
            {t('rejected.last')}
          </th>
        </tr>
      </thead>
      <tbody>
        {strangers.slice(0, 12).map((stranger) => (
          <tr key={stranger.address}>
            <th scope="row" className="mono">
              {plain(stranger.address, 64)}
            </th>
            <td className={stranger.scanner ? 'bad strong' : ''}>
              {stranger.scanner
                ? t('rejected.scanner', {
                    tool: plain(stranger.scanner, 32),
                    agent: plain(stranger.user_agent, 64),
                  })
                : plain(stranger.user_agent, 64) || '—'}
            </td>
            <td className="num">{f.number(stranger.count, 0)}</td>
            <td className="dim num nowrap">{f.dateTime(new Date(stranger.last))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Messages({ kind }: { kind: Kind }) {
  const { t, f } = useWords();
  return (
    <details>
      <summary>
        {t(`rejected.${kind.kind}`)} <span className="mono">{plain(kind.reason, 64)}</span>:{' '}
        <span className="num strong">{f.number(kind.count, 0)}</span>
      </summary>
      {kind.newest.map((message, index) => (
        <div key={index}>
          <p className="dim num">
            {f.dateTime(new Date(message.at))} · {plain(message.source, 64)} ·{' '}
            {t('rejected.bytes', { count: f.number(message.bytes, 0) })}
          </p>
          <pre className="mono">{message.text}</pre>
        </div>
      ))}
    </details>
  );
}

/** What was turned away at the door; for engineers. */
export function RejectedPanel() {
  const { t } = useWords();
  const rejected = useRejected();
  if (!rejected.data) return null;
  return (
    <section className="panel" aria-labelledby="rejected-title" data-testid="rejected">
      <header>
        <h2 id="rejected-title">{t('rejected.title')}</h2>
      </header>
      <Strangers strangers={rejected.data.strangers} />
      <div className="body">
        {rejected.data.kinds.map((kind) => (
          <Messages key={`${kind.kind} ${kind.reason}`} kind={kind} />
        ))}
      </div>
    </section>
  );
}
