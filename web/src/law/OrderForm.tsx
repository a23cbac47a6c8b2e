import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, withCsrf } from '../api/client';
import { useRight, useTrunks } from '../api/queries';
import { zoneLabel, zoneOffsetMs } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { go, usePlace } from '../shell/router';
import { BlastPanel } from './BlastPanel';
import { Mistakes } from './Mistakes';
import { useLegalBases, type LegalBasis, type Measure, type OrderKind } from './orders';

interface Draft {
  basis: string;
  kind: OrderKind;
  target: string;
  does: Measure;
  divert_to: string;
  valid_to: string;
  addressee: string;
  evidence: string;
  note: string;
}

const week = 7 * 86_400_000;
/** The field shows Asia/Almaty, whatever zone the browser is in. */
const toLocal = (at: number) => new Date(at + zoneOffsetMs).toISOString().slice(0, 16);
const toUtc = (local: string) => new Date(`${local}:00+05:00`).toISOString();

/** What the address asks for: another page may lead here with a target, an alert, an old order. */
function beginning(query: URLSearchParams): Draft {
  return {
    basis: query.get('basis') ?? '',
    kind: (query.get('kind') as OrderKind | null) ?? 'number',
    target: query.get('target') ?? '',
    does: (query.get('does') as Measure | null) ?? 'block',
    divert_to: '',
    valid_to: toLocal(Date.now() + week),
    addressee: '',
    evidence: query.get('evidence') ?? '',
    note: '',
  };
}

function bodyOf(draft: Draft, replaces: number) {
  const { divert_to, addressee, evidence, ...rest } = draft;
  return {
    ...rest,
    target: draft.target.trim(),
    valid_to: toUtc(draft.valid_to),
    ...(draft.does === 'divert' ? { divert_to } : {}),
    ...(addressee ? { addressee } : {}),
    ...(evidence ? { evidence } : {}),
    ...(replaces > 0 ? { replaces } : {}),
  };
}

interface FieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  basis: LegalBasis | undefined;
}

function Target({ draft, change, basis }: FieldsProps) {
  const { t } = useWords();
  const trunks = useTrunks();
  const hint = t(`order.target_${draft.kind}`);
  return (
    <>
      <NativeSelect
        label={t('order.kind')}
        value={draft.kind}
        name="kind"
        onChange={(event) => change({ kind: event.currentTarget.value as OrderKind, target: '' })}
        data={(basis?.kinds ?? []).map((kind) => ({
          value: kind,
          label: t(`order.kind_${kind}`),
        }))}
      />
      {draft.kind === 'trunk' ? (
        <NativeSelect
          label={t('order.target')}
          description={hint}
          value={draft.target}
          name="target"
          onChange={(event) => change({ target: event.currentTarget.value })}
          data={['', ...(trunks.data?.items ?? []).map((trunk) => trunk.name)]}
        />
      ) : (
        <TextInput
          label={t('order.target')}
          description={hint}
          value={draft.target}
          name="target"
          required
          maxLength={64}
          onChange={(event) => change({ target: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function MeasureFields({ draft, change, basis }: FieldsProps) {
  const { t } = useWords();
  return (
    <>
      <NativeSelect
        label={t('order.does')}
        value={draft.does}
        name="does"
        onChange={(event) => change({ does: event.currentTarget.value as Measure })}
        data={(basis?.actions ?? []).map((does) => ({
          value: does,
          label: t(`order.does_${does}`),
        }))}
      />
      {draft.does === 'divert' && (
        <TextInput
          label={t('order.divert_to')}
          value={draft.divert_to}
          name="divert_to"
          required
          maxLength={127}
          onChange={(event) => change({ divert_to: event.currentTarget.value })}
        />
      )}
      <TextInput
        type="datetime-local"
        label={`${t('order.valid_to')}, ${zoneLabel}`}
        value={draft.valid_to}
        name="valid_to"
        required
        onChange={(event) => change({ valid_to: event.currentTarget.value })}
      />
    </>
  );
}

function Grounds({ draft, change }: Omit<FieldsProps, 'basis'>) {
  const { t } = useWords();
  return (
    <>
      <Textarea
        label={t('order.note')}
        value={draft.note}
        name="note"
        required
        autosize
        minRows={2}
        maxLength={2000}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      <Textarea
        label={t('order.evidence')}
        value={draft.evidence}
        name="evidence"
        autosize
        minRows={2}
        maxLength={2000}
        onChange={(event) => change({ evidence: event.currentTarget.value })}
      />
      <TextInput
        label={t('order.addressee')}
        value={draft.addressee}
        name="addressee"
        maxLength={200}
        onChange={(event) => change({ addressee: event.currentTarget.value })}
      />
    </>
  );
}

/** What is asked of the server about a draft: to count what it would hit, and to keep it. */
function useRequests(draft: Draft, replaces: number) {
  const count = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/orders/blast-radius', {
          params: { header: withCsrf },
          body: { kind: draft.kind, target: draft.target.trim() },
        }),
      ),
  });
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/orders', {
          params: { header: withCsrf },
          body: bodyOf(draft, replaces),
        }),
      ),
    onSuccess: (order) => go(`orders/${order.id}`),
  });
  return { count, save };
}

function Form({ bases }: { bases: readonly LegalBasis[] }) {
  const { t, language } = useWords();
  const place = usePlace();
  const [draft, setDraft] = useState(() => {
    const first = beginning(place.query);
    return first.basis ? first : { ...first, basis: bases[0]!.id };
  });
  const replaces = Number(place.query.get('replaces') ?? 0);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const basis = bases.find((each) => each.id === draft.basis);
  const { count, save } = useRequests(draft, replaces);
  return (
    <div className="order-columns">
      <form
        className="panel"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="body stack">
          <NativeSelect
            label={t('order.basis')}
            description={basis ? plain(basis.article, 200) : undefined}
            value={draft.basis}
            name="basis"
            onChange={(event) => change({ basis: event.currentTarget.value })}
            data={bases.map((each) => ({ value: each.id, label: each.title[language] }))}
          />
          <Target draft={draft} change={change} basis={basis} />
          <MeasureFields draft={draft} change={change} basis={basis} />
          <Grounds draft={draft} change={change} />
          {save.isError && <Mistakes error={save.error} />}
          {count.isError && <Mistakes error={count.error} />}
          <div className="row">
            <Button
              variant="default"
              loading={count.isPending}
              disabled={draft.target.trim() === ''}
              onClick={() => count.mutate()}
              data-testid="order-count"
            >
              {t('order.blast_count')}
            </Button>
            <span className="grow" />
            <Button type="submit" loading={save.isPending} data-testid="order-draft">
              {t('order.draft')}
            </Button>
          </div>
        </div>
      </form>
      {count.data && <BlastPanel blast={count.data} />}
    </div>
  );
}

export function NewOrderPage() {
  const { t } = useWords();
  const mayPropose = useRight('propose_order');
  const bases = useLegalBases();
  if (!mayPropose) return <p className="empty">{t('order.not_allowed')}</p>;
  const items = bases.data?.items ?? [];
  return (
    <>
      <div className="page-head">
        <h1>{t('order.new')}</h1>
      </div>
      {items.length > 0 ? (
        <Form bases={items} />
      ) : (
        <p className="empty">{t(bases.isPending ? 'app.loading' : 'order.no_bases')}</p>
      )}
    </>
  );
}
