import type { CaseDetail } from '../api/client';
import { countryName } from '../format/countries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';
import { places } from './places';

type Origin = CaseDetail['origin'];

const width = 360;
const height = 150;
// From the Atlantic to Japan, where calls to Kazakhstan come from; who lies outside stands at the
// border.
const west = -30;
const east = 150;
const north = 75;
const south = -5;

const clamp = (value: number, least: number, most: number) =>
  Math.min(most, Math.max(least, value));

function at(code: string | undefined): [number, number] | undefined {
  const place = code === undefined ? undefined : places[code];
  if (!place) return undefined;
  const x = ((clamp(place[0], west, east) - west) / (east - west)) * width;
  const y = ((north - clamp(place[1], south, north)) / (north - south)) * height;
  return [x, y];
}

function arc(from: [number, number], to: [number, number]): string {
  const middle = [(from[0] + to[0]) / 2, Math.min(from[1], to[1]) - 22];
  return `M${from[0]} ${from[1]} Q${middle[0]} ${middle[1]} ${to[0]} ${to[1]}`;
}

function Way({ from, kind }: { from: string | undefined; kind: 'claimed' | 'proven' }) {
  const start = at(from);
  const home = at('KZ')!;
  if (!start || from === 'KZ') return null;
  return (
    <g className={kind}>
      <path className="way" d={arc(start, home)} />
      {kind === 'claimed' ? (
        <circle cx={start[0]} cy={start[1]} r="4.5" />
      ) : (
        <rect x={start[0] - 4} y={start[1] - 4} width="8" height="8" />
      )}
      <text x={start[0]} y={start[1] + 15} textAnchor="middle">
        {from}
      </text>
    </g>
  );
}

function Picture({ origin }: { origin: Origin }) {
  const { t } = useWords();
  const home = at('KZ')!;
  const meridians = [0, 30, 60, 90, 120];
  const parallels = [15, 30, 45, 60];
  return (
    <svg
      className="origin-map"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('origin.picture')}
    >
      {meridians.map((degree) => {
        const x = ((degree - west) / (east - west)) * width;
        return <path key={degree} className="grid" d={`M${x} 0V${height}`} />;
      })}
      {parallels.map((degree) => {
        const y = ((north - degree) / (north - south)) * height;
        return <path key={degree} className="grid" d={`M0 ${y}H${width}`} />;
      })}
      {Object.keys(places).map((code) => {
        const place = at(code)!;
        return <circle key={code} className="land" cx={place[0]} cy={place[1]} r="1.4" />;
      })}
      <Way from={origin.claimed} kind="claimed" />
      <Way from={origin.proven} kind="proven" />
      <circle className="home" cx={home[0]} cy={home[1]} r="5" />
      <text className="home" x={home[0] + 9} y={home[1] + 4}>
        KZ
      </text>
    </svg>
  );
}

/** The country the number claims beside the one that is proven: a picture, and its table twin. */
export function OriginPanel({ detail }: { detail: CaseDetail }) {
  const { t, language } = useWords();
  const { origin } = detail;
  const name = (code: string | undefined) =>
    code && /^[A-Z]{2}$/.test(code) ? countryName(code, language) : t('app.unknown');
  const differs = origin.proven !== undefined && origin.claimed !== origin.proven;
  return (
    <section className="panel" aria-labelledby="origin-of-title" data-testid="origin">
      <header>
        <h2 id="origin-of-title">{t('origin.title')}</h2>
        {differs && (
          <span className="warn row tight">
            <Icon name="alert" size={13} />
            {t('origin.differs')}
          </span>
        )}
      </header>
      <div className="body origin-body">
        <Picture origin={origin} />
        <dl className="facts">
          <dt>
            <span className="key-claimed" aria-hidden="true" />
            {t('origin.claimed')}
          </dt>
          <dd>{name(origin.claimed)}</dd>
          <dt>
            <span className="key-proven" aria-hidden="true" />
            {t('origin.proven')}
          </dt>
          <dd>
            {origin.proven ? name(origin.proven) : '—'}
            <small className="dim block">{t(`proven_by.${origin.proven_by}`)}</small>
          </dd>
          {origin.carrier && (
            <>
              <dt>{t('origin.carrier')}</dt>
              <dd>{plain(origin.carrier, 64)}</dd>
            </>
          )}
        </dl>
      </div>
    </section>
  );
}
