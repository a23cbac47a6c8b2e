import type { CallRow } from '../api/client';
import { useReasonWords, type ReasonWords } from '../api/queries';
import { duration } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { PhoneNumber, ScoreBar, StateMark, VerdictBadge, WatchedMark } from '../parts/badges';
import { go } from '../shell/router';
import { callClock, reasonsOf, scoreOf } from './live-filter';

const columns = [
  'c-time',
  'c-trunk',
  'c-caller',
  'c-callee',
  'c-state',
  'c-verdict',
  'c-score',
  'c-reasons',
  'c-duration',
  'c-code',
];

interface ResultProps {
  row: CallRow;
  reasonWords: (reason: CallRow['reasons'][number]) => ReasonWords;
}

function Result({ row, reasonWords }: ResultProps) {
  const { f } = useWords();
  const talk = callClock(row, Date.now());
  const reasons = reasonsOf(row);
  const first = reasons[0];
  const sentence = first ? reasonWords(first).sentence || reasonWords(first).title : '';
  return (
    <tr className="link" onClick={() => go(`calls/${row.id}`)}>
      <td className="nowrap">
        <a href={`#/calls/${row.id}`} className="quiet">
          {f.shortDate(new Date(row.started_at))}, {f.time(new Date(row.started_at))}
        </a>
      </td>
      <td className="soft nowrap">{plain(row.trunk, 64)}</td>
      <td>
        <PhoneNumber number={row.caller} country={row.caller_country} />
      </td>
      <td>
        <PhoneNumber number={row.callee} country={row.callee_country} />
      </td>
      <td>
        <StateMark state={row.state} />
      </td>
      <td>
        <VerdictBadge call={row} /> <WatchedMark call={row} />
      </td>
      <td className="score-cell">
        <ScoreBar score={scoreOf(row)} />
      </td>
      <td className="reason-cell">
        <span className="reasons-cell">
          <span className="cut" title={sentence}>
            {sentence}
          </span>
          {reasons.length > 1 && <span className="more">+{reasons.length - 1}</span>}
        </span>
      </td>
      <td className="num">{row.answered_at && talk !== null ? duration(talk) : '—'}</td>
      <td className="num soft">{row.sip_code || '—'}</td>
    </tr>
  );
}

export function Results({ items }: { items: readonly CallRow[] }) {
  const words = useWords();
  const { t } = words;
  const reasonWords = useReasonWords(words);
  return (
    <table className="figures archive">
      <colgroup>
        {columns.map((name) => (
          <col key={name} className={name} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {(
            ['time', 'trunk', 'caller', 'callee', 'state', 'verdict', 'score', 'reasons'] as const
          ).map((name) => (
            <th key={name} scope="col">
              {t(`col.${name}`)}
            </th>
          ))}
          <th scope="col" className="num">
            {t('col.duration')}
          </th>
          <th scope="col" className="num">
            {t('col.code')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((row) => (
          <Result key={row.id} row={row} reasonWords={reasonWords} />
        ))}
      </tbody>
    </table>
  );
}
