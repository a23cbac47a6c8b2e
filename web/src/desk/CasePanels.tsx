import type { ReactNode } from 'react';
import type { CallRow, CaseDetail } from '../api/client';
import { useReasonWords } from '../api/queries';
import { duration } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import type { TextKey } from '../i18n/en';
import { PhoneNumber, StateMark, VerdictBadge } from '../parts/badges';
import { DeskLevelBadge, nameOf } from './marks';

function Panel({
  id,
  title,
  note,
  children,
}: {
  id: string;
  title: string;
  note?: string;
  children: ReactNode;
}) {
  return (
    <section className="panel" aria-labelledby={`${id}-title`} data-testid={id}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        {note && <span className="dim">{note}</span>}
      </header>
      {children}
    </section>
  );
}

function talkOf(row: CallRow | undefined): string {
  if (!row?.answered_at || !row.ended_at) return '';
  return duration(Date.parse(row.ended_at) - Date.parse(row.answered_at));
}

function Table({ head, children }: { head: readonly string[]; children: ReactNode }) {
  return (
    <div className="table-wrap" tabIndex={0} role="group">
      <table className="figures case-table">
        <thead>
          <tr>
            {head.map((words) => (
              <th key={words} scope="col">
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

const mostCalls = 12;

export function CaseCalls({ detail }: { detail: CaseDetail }) {
  const words = useWords();
  const { t, f } = words;
  const reasonWords = useReasonWords(words);
  const calls = detail.calls.slice(0, mostCalls);
  if (calls.every((call) => call.call === undefined)) return null;
  return (
    <Panel
      id="case-calls"
      title={t('case.calls')}
      note={t('case.calls_note', {
        shown: f.number(calls.length, 0),
        all: f.number(detail.case.calls, 0),
      })}
    >
      <Table
        head={[t('col.time'), t('col.caller'), t('col.callee'), t('col.state'), t('case.seen')]}
      >
        {calls.map((call) => (
          <tr key={call.call ?? call.at}>
            <td>
              <a href={`#/calls/${call.call}`}>{f.time(new Date(call.at))}</a>
            </td>
            <td>
              <PhoneNumber number={call.caller} country={call.caller_country} />
            </td>
            <td>
              <PhoneNumber number={call.callee} country="KZ" />
            </td>
            <td>
              {call.row ? (
                <StateMark state={call.row.state} />
              ) : (
                <DeskLevelBadge level={call.level} />
              )}
            </td>
            <td className="cut">
              {call.reasons[0] ? reasonWords(call.reasons[0]).title : plain(call.kind, 47)}
            </td>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

export function SubscriberCalls({ detail }: { detail: CaseDetail }) {
  const { t, f } = useWords();
  return (
    <Panel id="subscriber-calls" title={t('case.subscriber_calls')}>
      {detail.subscriber_calls.length === 0 ? (
        <p className="body dim">{t('case.subscriber_none')}</p>
      ) : (
        <Table
          head={[
            t('col.time'),
            t('col.caller'),
            t('col.state'),
            t('col.verdict'),
            t('col.duration'),
          ]}
        >
          {detail.subscriber_calls.slice(0, mostCalls).map((row) => (
            <tr key={row.id}>
              <td>
                <a href={`#/calls/${row.id}`}>{f.dateTime(new Date(row.started_at))}</a>
              </td>
              <td>
                <PhoneNumber number={row.caller} country={row.caller_country} />
              </td>
              <td>
                <StateMark state={row.state} />
              </td>
              <td>
                <VerdictBadge call={row} />
              </td>
              <td className="num">{talkOf(row)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

export function Siblings({ detail }: { detail: CaseDetail }) {
  const { t, f } = useWords();
  const { siblings } = detail;
  return (
    <Panel
      id="siblings"
      title={t('case.siblings')}
      note={t('case.on_trunk', { count: f.number(siblings.live_on_trunk, 0) })}
    >
      {siblings.items.length === 0 ? (
        <p className="body dim">{t('case.siblings_none')}</p>
      ) : (
        <Table head={[t('col.caller'), t('col.callee'), t('col.state'), t('case.same')]}>
          {siblings.items.slice(0, mostCalls).map(({ row, same }) => (
            <tr key={row.id}>
              <td>
                <a href={`#/calls/${row.id}`}>
                  <PhoneNumber number={row.caller} country={row.caller_country} />
                </a>
              </td>
              <td>
                <PhoneNumber number={row.callee} country={row.callee_country} />
              </td>
              <td>
                <StateMark state={row.state} />
              </td>
              <td>{same.map((what) => t(`same.${what}`)).join(', ')}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

export function Past({ detail }: { detail: CaseDetail }) {
  const { t, f } = useWords();
  return (
    <Panel id="past-cases" title={t('case.past')}>
      {detail.past.length === 0 ? (
        <p className="body dim">{t('case.past_none')}</p>
      ) : (
        <Table head={[t('col.time'), t('col.caller'), t('case.outcome'), t('case.by')]}>
          {detail.past.map((row) => (
            <tr key={row.id}>
              <td>
                <a href={`#/desk/${row.id}`}>{f.dateTime(new Date(row.detected_at))}</a>
              </td>
              <td>
                <PhoneNumber number={row.caller} country={row.caller_country} />
              </td>
              <td>{row.outcome ? t(`outcome.${row.outcome}`) : '—'}</td>
              <td>{row.outcome_by ? nameOf(row.outcome_by) : '—'}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

const told: Record<string, TextKey> = {
  claim: 'event.claim',
  take_over: 'event.take_over',
  release: 'event.release',
  shelve: 'event.shelve',
  unshelve: 'event.unshelve',
  note: 'event.note',
  drop: 'event.drop',
  outcome: 'event.outcome',
  reopen: 'event.reopen',
  escalate: 'event.escalate',
  acknowledge: 'event.acknowledge',
  report: 'event.report',
  lease_over: 'event.lease_over',
  shelf_over: 'event.shelf_over',
  unattended: 'event.unattended',
  left_shift: 'event.left_shift',
};

export function History({ detail }: { detail: CaseDetail }) {
  const { t, f } = useWords();
  return (
    <Panel id="case-history" title={t('case.history')}>
      <ol className="body history">
        <li>
          <time>{f.time(new Date(detail.case.detected_at))}</time>
          <span>{t(detail.case.origin === 'citizen' ? 'event.told' : 'event.detected')}</span>
        </li>
        {detail.history.map((event, index) => {
          const words = told[event.action];
          return (
            <li key={index}>
              <time>{f.time(new Date(event.at))}</time>
              <span>
                <b>{words ? t(words) : plain(event.action, 40)}</b>
                {event.actor !== 'system' && <span className="dim"> · {nameOf(event.actor)}</span>}
                {event.words && event.actor !== 'system' && <p>{plain(event.words, 400)}</p>}
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
