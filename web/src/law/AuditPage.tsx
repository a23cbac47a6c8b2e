import { Button, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, withCsrf, type Schemas, type Session } from '../api/client';
import { errorWords, sessionKey, useRight } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';
import { extendsLog, stateOf, type TreeState } from './merkle';

type Proof = Schemas['audit_proof'];
interface Asked {
  actor: string;
  action: string;
  words: string;
}
const nothing: Asked = { actor: '', action: '', words: '' };
interface Remembered extends TreeState {
  at: string;
}

const storageKey = (name: string) => `qorgan.audit.${name}`;

function remembered(name: string): Remembered | null {
  try {
    return JSON.parse(localStorage.getItem(storageKey(name)) ?? 'null') as Remembered | null;
  } catch {
    return null;
  }
}

type Judgement = 'first' | 'good' | 'rewritten';

function judge(before: Remembered | null, proof: Proof): Judgement {
  const now = stateOf(proof.note);
  if (!before) return 'first';
  return now && proof.from === before.size && extendsLog(before, now, proof.proof)
    ? 'good'
    : 'rewritten';
}

function keep(name: string, proof: Proof) {
  const now = stateOf(proof.note);
  if (!now) return;
  try {
    localStorage.setItem(
      storageKey(name),
      JSON.stringify({ ...now, at: new Date().toISOString() }),
    );
  } catch {
    // Then the next look is the first one again.
  }
}

/** Asks for the proof that the log extends the one this person saw last, and checks it here. */
function Unchanged({ name }: { name: string }) {
  const { t, f } = useWords();
  const [before] = useState(() => remembered(name));
  const proof = useQuery({
    queryKey: ['audit-proof', name],
    queryFn: async () => {
      const told = await ask(
        api.GET('/api/v1/audit/proof', { params: { query: { from: before?.size ?? 0 } } }),
      );
      const judgement = judge(before, told);
      // A state that does not extend the old one must not take its place.
      if (judgement !== 'rewritten') keep(name, told);
      return { told, judgement };
    },
    staleTime: Infinity,
    retry: 1,
  });
  if (!proof.data) return null;
  const { told, judgement } = proof.data;
  const at = before ? f.dateTime(new Date(before.at)) : '';
  return (
    <section
      className={judgement === 'rewritten' ? 'notice notice-bad' : 'notice notice-info'}
      role={judgement === 'rewritten' ? 'alert' : 'status'}
      data-testid="audit-proof"
      data-judgement={judgement}
    >
      <Icon name={judgement === 'rewritten' ? 'alert' : 'pass'} />
      <div>
        <b>{t(`audit.proof_${judgement}`, { at })}</b>
        <div className="dim">
          {t('audit.signed', {
            count: f.number(told.size, 0),
            at: f.dateTime(new Date(told.signed_at)),
          })}
        </div>
        <div className="dim mono cut" title={plain(told.key, 200)}>
          {plain(told.key, 200)}
        </div>
      </div>
    </section>
  );
}

function Entries({ items }: { items: Schemas['audit_page']['items'] }) {
  const { t, f } = useWords();
  const heads = ['at', 'actor', 'action', 'subject', 'detail'] as const;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('audit.title')}>
      <table className="figures" data-testid="audit-entries">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`audit.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td className="nowrap">{f.dateTime(new Date(each.at))}</td>
              <td>{plain(each.actor, 96)}</td>
              <td className="mono">{plain(each.action, 48)}</td>
              <td>{plain(each.subject, 96)}</td>
              <td className="soft">{plain(each.detail, 200)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Filters({ submit }: { submit: (asked: Asked) => void }) {
  const { t } = useWords();
  const [draft, setDraft] = useState(nothing);
  return (
    <form
      className="panel filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        submit(draft);
      }}
    >
      {(['actor', 'action', 'words'] as const).map((field) => (
        <TextInput
          key={field}
          size="xs"
          w={220}
          name={field}
          label={t(`audit.${field}`)}
          placeholder={t(`audit.hint_${field}`)}
          value={draft[field]}
          maxLength={48}
          onChange={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
        />
      ))}
      <Button size="xs" type="submit" leftSection={<Icon name="search" size={14} />}>
        {t('calls.search')}
      </Button>
    </form>
  );
}

export function AuditPage() {
  const { t } = useWords();
  const mayRead = useRight('read_audit');
  const session = useQueryClient().getQueryData<Session | null>(sessionKey);
  const [asked, setAsked] = useState(nothing);
  const [before, setBefore] = useState(0);
  const query = useQuery({
    queryKey: ['audit', asked, before],
    queryFn: () =>
      ask(
        api.POST('/api/v1/audit/search', {
          params: { header: withCsrf },
          body: { ...asked, ...(before > 0 ? { before } : {}) },
        }),
      ),
    enabled: mayRead,
    placeholderData: keepPreviousData,
    retry: 1,
  });
  if (!mayRead || !session) return <p className="empty">{t('audit.not_allowed')}</p>;
  const next = query.data?.next;
  return (
    <>
      <div className="page-head">
        <h1>{t('audit.title')}</h1>
      </div>
      <Unchanged name={session.user.name} />
      <Filters
        submit={(wanted) => {
          setBefore(0);
          setAsked(wanted);
        }}
      />
      {query.isError && (
        <p className="notice notice-bad" role="alert">
          {errorWords(query.error, t)}
        </p>
      )}
      <section className="panel" aria-busy={query.isFetching}>
        {query.data && query.data.items.length > 0 ? (
          <Entries items={query.data.items} />
        ) : (
          <p className="empty">{t(query.isPending ? 'app.loading' : 'audit.empty')}</p>
        )}
      </section>
      {(before > 0 || next) && (
        <div className="row pager">
          <Button size="xs" variant="default" disabled={before === 0} onClick={() => setBefore(0)}>
            {t('audit.newest')}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={!next}
            onClick={() => next && setBefore(next)}
          >
            {t('audit.older')}
          </Button>
        </div>
      )}
    </>
  );
}
