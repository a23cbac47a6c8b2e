import type { Trunk } from '../api/client';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';

type Hop = Trunk['next_hops'][number];

function HopRow({ trunk, hop }: { trunk: string; hop: Hop }) {
  const { t, f } = useWords();
  return (
    <tr>
      <th scope="row" className="hop-name">
        <b className="mono">{plain(hop.address, 64)}</b>
        <small className="dim">{plain(trunk, 64)}</small>
      </th>
      <td className="num">
        <span className={hop.up ? 'row tight good end' : 'row tight bad strong end'}>
          <Icon name={hop.up ? 'pass' : 'alert'} size={14} />
          {t(hop.up ? 'trunks.up' : 'trunks.down')}
        </span>
        <small className="dim block">
          {hop.since ? t('trunks.since', { time: f.dateTime(new Date(hop.since)) }) : ''}
        </small>
      </td>
    </tr>
  );
}

/** Every next hop with its state; those that are down first. */
export function NextHops({ trunks }: { trunks: readonly Trunk[] }) {
  const { t } = useWords();
  const hops = trunks
    .flatMap((trunk) => trunk.next_hops.map((hop) => ({ trunk: trunk.name, hop })))
    .sort((a, b) => Number(a.hop.up) - Number(b.hop.up));
  return (
    <section className="panel" aria-labelledby="hops-title">
      <header>
        <h2 id="hops-title">{t('trunks.next_hops')}</h2>
      </header>
      {hops.length === 0 ? (
        <p className="body dim">{t('trunks.no_next_hops')}</p>
      ) : (
        <table className="figures">
          <tbody>
            {hops.map(({ trunk, hop }) => (
              <HopRow key={`${trunk} ${hop.address}`} trunk={trunk} hop={hop} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
