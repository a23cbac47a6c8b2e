import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { LadderEntry } from '../api/client';
import { plain } from '../format/text';
import { useWords, type Words } from '../i18n';

const step = 34;
const top = 46;
const lanes = { caller: 190, centre: 400, callee: 610 };
const width = 680;

// Statuses that belong to the protocol, worded by their RFC; anything else shows its number alone.
const phrases: Record<number, string> = {
  100: 'Trying',
  180: 'Ringing',
  181: 'Forwarded',
  182: 'Queued',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  300: 'Multiple Choices',
  301: 'Moved',
  302: 'Moved Temporarily',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  407: 'Proxy Authentication',
  408: 'Request Timeout',
  410: 'Gone',
  415: 'Unsupported Media',
  420: 'Bad Extension',
  480: 'Unavailable',
  481: 'No Such Call',
  482: 'Loop',
  483: 'Too Many Hops',
  484: 'Address Incomplete',
  486: 'Busy Here',
  487: 'Terminated',
  488: 'Not Acceptable',
  500: 'Server Error',
  502: 'Bad Gateway',
  503: 'Unavailable',
  504: 'Server Timeout',
  600: 'Busy Everywhere',
  603: 'Decline',
  604: 'Nowhere',
  606: 'Not Acceptable',
  607: 'Unwanted',
  608: 'Rejected',
};

export function messageText(entry: LadderEntry): string {
  if (entry.status === undefined || entry.status === 0) return plain(entry.method, 16);
  const phrase = phrases[entry.status];
  return phrase ? `${entry.status} ${phrase}` : String(entry.status);
}

function kindOf(entry: LadderEntry): string {
  if (!entry.status) return 'request';
  if (entry.status < 200) return 'provisional';
  return entry.status < 300 ? 'good' : entry.status < 400 ? 'provisional' : 'fail';
}

function since(entry: LadderEntry, start: number, { f, t }: Words): string {
  const milliseconds = Date.parse(entry.at) - start;
  if (milliseconds < 1000) return `+${t('trunks.ms', { value: f.number(milliseconds, 0) })}`;
  return `+${t('trunks.seconds', { value: f.number(milliseconds / 1000, 2, 2) })}`;
}

function Arrow({
  entry,
  y,
  start,
  words,
}: {
  entry: LadderEntry;
  y: number;
  start: number;
  words: Words;
}) {
  const leg = lanes[entry.side];
  const [from, to] = entry.way === 'received' ? [leg, lanes.centre] : [lanes.centre, leg];
  const back = to > from ? -1 : 1;
  const middle = (from + to) / 2;
  const tip = `${to},${y} ${to + back * 8},${y - 4} ${to + back * 8},${y + 4}`;
  return (
    <g className={kindOf(entry)}>
      <text className="when" x="0" y={y + 4}>
        {words.f.timeMs(new Date(entry.at))}
      </text>
      <text className="when" x={lanes.caller - 20} y={y + 4} textAnchor="end">
        {since(entry, start, words)}
      </text>
      <line className="arrow" x1={from} y1={y} x2={to + back * 6} y2={y} />
      <polygon className="tip" points={tip} />
      <text className="what" x={middle} y={y - 5} textAnchor="middle">
        {messageText(entry)}
      </text>
    </g>
  );
}

function Picture({ messages }: { messages: readonly LadderEntry[] }) {
  const words = useWords();
  const { t } = words;
  const height = top + messages.length * step + 12;
  const start = Date.parse(messages[0]!.at);
  const heads = [
    [lanes.caller, t('call.leg_caller')],
    [lanes.centre, t('call.centre')],
    [lanes.callee, t('call.leg_callee')],
  ] as const;
  return (
    <svg
      className="ladder"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('call.ladder_alt')}
    >
      {heads.map(([x, name], index) => (
        <g key={x}>
          <line className={index === 1 ? 'life mid' : 'life'} x1={x} y1="28" x2={x} y2={height} />
          <rect className="box" x={x - 68} y="2" width="136" height="25" rx="5" />
          <text className="head" x={x} y="19" textAnchor="middle">
            {name}
          </text>
        </g>
      ))}
      {messages.map((entry, index) => (
        <Arrow key={index} entry={entry} y={top + index * step + 16} start={start} words={words} />
      ))}
    </svg>
  );
}

function MessageTable({ messages }: { messages: readonly LadderEntry[] }) {
  const words = useWords();
  const { t, f } = words;
  const start = Date.parse(messages[0]!.at);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('call.ladder')}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('call.msg_time')}</th>
            <th scope="col" className="num">
              {t('call.msg_since')}
            </th>
            <th scope="col">{t('call.msg_leg')}</th>
            <th scope="col">{t('call.msg_way')}</th>
            <th scope="col">{t('call.msg_text')}</th>
            <th scope="col">{t('call.msg_cseq')}</th>
          </tr>
        </thead>
        <tbody>
          {messages.map((entry, index) => (
            <tr key={index}>
              <td>{f.timeMs(new Date(entry.at))}</td>
              <td className="num">{since(entry, start, words)}</td>
              <td>{t(`call.leg_${entry.side}`)}</td>
              <td>{t(`call.${entry.way}`)}</td>
              <td>
                <b>{messageText(entry)}</b>
              </td>
              <td>{`${entry.cseq} ${plain(entry.method, 16)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** SIP messages of a call as a ladder, with a table that says the same. */
export function LadderPanel({ messages }: { messages: readonly LadderEntry[] }) {
  const { t } = useWords();
  const [form, setForm] = useState('picture');
  return (
    <section className="panel" aria-labelledby="ladder-title" data-testid="ladder">
      <header>
        <h2 id="ladder-title">{t('call.ladder')}</h2>
        {messages.length > 0 && (
          <SegmentedControl
            size="xs"
            value={form}
            onChange={setForm}
            aria-label={t('call.ladder')}
            data={[
              { value: 'picture', label: t('call.ladder_picture') },
              { value: 'table', label: t('call.ladder_table') },
            ]}
          />
        )}
      </header>
      {messages.length === 0 ? (
        <p className="empty">{t('call.ladder_none')}</p>
      ) : form === 'picture' ? (
        <div
          className="ladder-wrap"
          tabIndex={0}
          role="region"
          aria-label={t('call.ladder_picture')}
        >
          <Picture messages={messages} />
        </div>
      ) : (
        <MessageTable messages={messages} />
      )}
    </section>
  );
}
