import { Button, NativeSelect, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, ask, withCsrf, type CallRow, type Verdict } from '../api/client';
import { errorWords, useReasonWords, useRight, useTrunks } from '../api/queries';
import { zoneLabel } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { useKeys } from '../keys/keyboard';
import { PhoneNumber, ScoreBar, StateMark, VerdictBadge } from '../parts/badges';
import { Icon } from '../parts/icons';
import { duration } from '../format/format';
import { go } from '../shell/router';
import { callClock, reasonsOf, scoreOf } from './live-filter';

interface Conditions {
  verdict: '' | Verdict | 'would_block';
  trunk: string;
  number: string;
  from: string;
  to: string;
}

const nothing: Conditions = { verdict: '', trunk: '', number: '', from: '', to: '' };
const pageSize = 50;
const verdicts: readonly Verdict[] = ['block', 'alert', 'label', 'withhold', 'divert', 'pass'];

// What the page was like when it was left.
const kept = { draft: nothing, asked: nothing, cursors: [] as string[] };

/** The field shows Asia/Almaty, whatever zone the browser is in. */
const toUtc = (local: string) => (local ? new Date(`${local}:00+05:00`).toISOString() : undefined);

function conditionsOf(asked: Conditions, before: string | undefined) {
  const from = toUtc(asked.from);
  const to = toUtc(asked.to);
  return {
    ...(asked.verdict === 'would_block'
      ? { would: 'block' as const, enforced: 'pass' as const }
      : asked.verdict
        ? { enforced: asked.verdict }
        : {}),
    ...(asked.trunk ? { trunk: asked.trunk } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(before ? { before } : {}),
    limit: pageSize,
  };
}

function search(asked: Conditions, before: string | undefined) {
  const conditions = conditionsOf(asked, before);
  if (!asked.number) return ask(api.GET('/api/v1/calls', { params: { query: conditions } }));
  return ask(
    api.POST('/api/v1/calls/search', {
      params: { header: withCsrf },
      body: { ...conditions, number_prefix: asked.number },
    }),
  );
}

function Results({ items }: { items: readonly CallRow[] }) {
  const words = useWords();
  const { t, f } = words;
  const reasonWords = useReasonWords(words);
  return (
    <table className="figures archive">
      <colgroup>
        {[
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
        ].map((name) => (
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
        {items.map((row) => {
          const talk = callClock(row, Date.now());
          const reasons = reasonsOf(row);
          const first = reasons[0];
          const sentence = first ? reasonWords(first).sentence || reasonWords(first).title : '';
          return (
            <tr key={row.id} className="link" onClick={() => go(`calls/${row.id}`)}>
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
                <VerdictBadge call={row} />
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
        })}
      </tbody>
    </table>
  );
}

function Fields({
  draft,
  change,
  mayNumber,
  numberRef,
  submit,
  clear,
  busy,
}: {
  draft: Conditions;
  change: (part: Partial<Conditions>) => void;
  mayNumber: boolean;
  numberRef: React.RefObject<HTMLInputElement | null>;
  submit: () => void;
  clear: () => void;
  busy: boolean;
}) {
  const { t } = useWords();
  const trunks = useTrunks();
  const short = draft.number !== '' && draft.number.replace(/\D/g, '').length < 3;
  return (
    <form
      className="panel filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (!short) submit();
      }}
    >
      <TextInput
        ref={numberRef}
        size="xs"
        w={220}
        label={t('calls.number')}
        value={draft.number}
        placeholder={t('calls.number_hint')}
        disabled={!mayNumber}
        inputMode="tel"
        maxLength={20}
        title={mayNumber ? t('calls.recorded') : t('calls.number_not_allowed')}
        error={short}
        aria-invalid={short}
        onChange={(event) => change({ number: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        w={190}
        label={t('calls.verdict')}
        value={draft.verdict}
        onChange={(event) =>
          change({ verdict: event.currentTarget.value as Conditions['verdict'] })
        }
        data={[
          { value: '', label: t('calls.any_verdict') },
          ...verdicts.map((verdict) => ({ value: verdict, label: t(`verdict.${verdict}`) })),
          { value: 'would_block', label: t('calls.would_block') },
        ]}
      />
      <NativeSelect
        size="xs"
        w={170}
        label={t('calls.trunk')}
        value={draft.trunk}
        onChange={(event) => change({ trunk: event.currentTarget.value })}
        data={[
          { value: '', label: t('calls.any_trunk') },
          ...(trunks.data?.items ?? []).map((trunk) => trunk.name),
        ]}
      />
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          size="xs"
          w={192}
          type="datetime-local"
          value={draft[end]}
          label={`${t(`calls.${end}`)}, ${zoneLabel}`}
          onChange={(event) => change({ [end]: event.currentTarget.value })}
        />
      ))}
      <Button size="xs" type="submit" loading={busy} leftSection={<Icon name="search" size={14} />}>
        {t('calls.search')}
      </Button>
      <Button size="xs" variant="default" onClick={clear}>
        {t('calls.clear')}
      </Button>
      {short && (
        <span className="bad" role="alert">
          {t('calls.number_bad')}
        </span>
      )}
      {!mayNumber && <span className="dim">{t('calls.number_not_allowed')}</span>}
    </form>
  );
}

export function ArchivePage() {
  const { t, f } = useWords();
  const mayNumber = useRight('search_number');
  const [draft, setDraft] = useState(kept.draft);
  const [asked, setAsked] = useState(kept.asked);
  const [cursors, setCursors] = useState(kept.cursors);
  const numberRef = useRef<HTMLInputElement>(null);
  Object.assign(kept, { draft, asked, cursors });
  const before = cursors[cursors.length - 1];
  const query = useQuery({
    queryKey: ['calls', asked, before],
    queryFn: () => search(asked, before),
    placeholderData: keepPreviousData,
    staleTime: 1000,
    retry: 1,
  });
  useKeys({ search: () => numberRef.current?.focus() });
  const submit = (conditions: Conditions) => {
    const number = conditions.number.replace(/[^\d+]/g, '');
    setCursors([]);
    setAsked({ ...conditions, number });
    void query.refetch();
  };
  const items = query.data?.items ?? [];
  const next = query.data?.next;
  return (
    <>
      <div className="page-head">
        <h1>{t('calls.title')}</h1>
        <span className="dim">{t('calls.newest')}</span>
      </div>
      <Fields
        draft={draft}
        change={(part) => setDraft({ ...draft, ...part })}
        mayNumber={mayNumber}
        numberRef={numberRef}
        busy={query.isFetching}
        submit={() => submit(draft)}
        clear={() => {
          setDraft(nothing);
          submit(nothing);
        }}
      />
      {query.isError && (
        <p className="notice notice-bad" role="alert">
          {t('calls.failed', { reason: errorWords(query.error, t) })}
        </p>
      )}
      <section className="panel" aria-busy={query.isFetching}>
        {items.length > 0 ? (
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t('calls.title')}>
            <Results items={items} />
          </div>
        ) : (
          <div className="empty">
            <Icon name="search" size={28} />
            <p>{query.isPending ? t('app.loading') : t('calls.empty')}</p>
          </div>
        )}
      </section>
      {(cursors.length > 0 || next) && (
        <div className="row pager">
          <Button
            size="xs"
            variant="default"
            disabled={cursors.length === 0}
            onClick={() => setCursors(cursors.slice(0, -1))}
          >
            {t('calls.previous')}
          </Button>
          <span className="dim">{t('calls.page', { page: f.number(cursors.length + 1, 0) })}</span>
          <Button
            size="xs"
            variant="default"
            disabled={!next}
            onClick={() => next && setCursors([...cursors, next])}
          >
            {t('calls.next')}
          </Button>
        </div>
      )}
    </>
  );
}
