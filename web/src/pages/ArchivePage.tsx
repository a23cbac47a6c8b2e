import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, ask, withCsrf } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { useWords } from '../i18n';
import { useKeys } from '../keys/keyboard';
import { Icon } from '../parts/icons';
import { Fields, type Conditions } from './ArchiveFields';
import { Results } from './ArchiveTable';

const nothing: Conditions = { verdict: '', trunk: '', number: '', from: '', to: '' };
const pageSize = 50;
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

function Pager({
  cursors,
  next,
  turn,
}: {
  cursors: readonly string[];
  next: string | undefined;
  turn: (cursors: string[]) => void;
}) {
  const { t, f } = useWords();
  return (
    <div className="row pager">
      <Button
        size="xs"
        variant="default"
        disabled={cursors.length === 0}
        onClick={() => turn(cursors.slice(0, -1))}
      >
        {t('calls.previous')}
      </Button>
      <span className="dim">{t('calls.page', { page: f.number(cursors.length + 1, 0) })}</span>
      <Button
        size="xs"
        variant="default"
        disabled={!next}
        onClick={() => next && turn([...cursors, next])}
      >
        {t('calls.next')}
      </Button>
    </div>
  );
}

export function ArchivePage() {
  const { t } = useWords();
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
      {(cursors.length > 0 || next) && <Pager cursors={cursors} next={next} turn={setCursors} />}
    </>
  );
}
