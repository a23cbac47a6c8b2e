import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { CaseOutcome, CaseRow } from '../api/client';
import { errorWords } from '../api/queries';
import { useWords } from '../i18n';
import type { TextKey } from '../i18n/en';
import { Dialog } from '../parts/Dialog';
import { noteDrop } from '../shell/drops';
import { useCaseAction, useDropCase, useReport, type CaseOrder } from './actions';

export type CaseDialog =
  'take_over' | 'drop' | 'outcome' | 'dismiss' | 'escalate' | 'note' | 'shelve' | 'reopen';

function Frame({
  title,
  error,
  busy,
  ready,
  confirm,
  danger,
  onClose,
  onSubmit,
  children,
}: {
  title: string;
  error: unknown;
  busy: boolean;
  ready: boolean;
  confirm: string;
  danger?: boolean;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const { t } = useWords();
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) onSubmit();
        }}
      >
        {children}
        {error !== null && error !== undefined && (
          <p className="notice notice-bad" role="alert">
            {errorWords(error, t)}
          </p>
        )}
        <div className="row">
          <span className="grow" />
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button
            type="submit"
            className={danger ? 'danger' : ''}
            loading={busy}
            disabled={!ready}
            data-testid="case-confirm"
          >
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface WordsDialog {
  title: TextKey;
  text: TextKey;
  label: TextKey;
  confirm: TextKey;
  order: (words: string) => CaseOrder;
}

const wordsDialogs: Record<'take_over' | 'escalate' | 'note' | 'reopen' | 'dismiss', WordsDialog> =
  {
    take_over: {
      title: 'case.take_over_title',
      text: 'case.take_over_text',
      label: 'case.reason',
      confirm: 'case.take_over',
      order: (words) => ({ action: 'claim', takeover_reason: words }),
    },
    escalate: {
      title: 'case.escalate_title',
      text: 'case.escalate_text',
      label: 'case.reason',
      confirm: 'case.escalate',
      order: (words) => ({ action: 'escalate', reason: words }),
    },
    note: {
      title: 'case.note',
      text: 'case.note_text',
      label: 'case.note_label',
      confirm: 'case.note_save',
      order: (words) => ({ action: 'note', text: words }),
    },
    reopen: {
      title: 'case.reopen_title',
      text: 'case.reopen_text',
      label: 'case.reason',
      confirm: 'case.reopen',
      order: (words) => ({ action: 'reopen', reason: words }),
    },
    dismiss: {
      title: 'case.dismiss_title',
      text: 'case.dismiss_text',
      label: 'case.reason',
      confirm: 'case.dismiss',
      order: (words) => ({ action: 'outcome', outcome: 'false_alarm', words }),
    },
  };

function Words({ id, what, onClose }: { id: string; what: WordsDialog; onClose: () => void }) {
  const { t } = useWords();
  const [words, setWords] = useState('');
  const act = useCaseAction(id, onClose);
  const ready = words.trim().length >= 3;
  return (
    <Frame
      title={t(what.title)}
      error={act.error}
      busy={act.isPending}
      ready={ready}
      confirm={t(what.confirm)}
      onClose={onClose}
      onSubmit={() => act.mutate(what.order(words.trim()))}
    >
      <p className="soft">{t(what.text)}</p>
      <Textarea
        label={t(what.label)}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          // One line of words is the rule: Enter sends, Shift with Enter is a new line.
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
        maxLength={400}
        rows={3}
        data-autofocus
        required
      />
    </Frame>
  );
}

const quarter = ['15', '30', '60', '120', '240'] as const;

function Shelve({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, f } = useWords();
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState<string>('30');
  const act = useCaseAction(id, onClose);
  return (
    <Frame
      title={t('case.shelve_title')}
      error={act.error}
      busy={act.isPending}
      ready={reason.trim().length >= 3}
      confirm={t('case.shelve')}
      onClose={onClose}
      onSubmit={() =>
        act.mutate({ action: 'shelve', reason: reason.trim(), minutes: Number(minutes) })
      }
    >
      <p className="soft">{t('case.shelve_text')}</p>
      <SegmentedControl
        fullWidth
        aria-label={t('case.shelve_minutes')}
        value={minutes}
        onChange={setMinutes}
        data={quarter.map((value) => ({
          value,
          label: t('case.minutes', { count: f.number(Number(value), 0) }),
        }))}
      />
      <TextInput
        label={t('case.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={400}
        data-autofocus
        required
      />
    </Frame>
  );
}

const outcomes: readonly Exclude<CaseOutcome, 'unattended'>[] = [
  'dissuaded',
  'not_believed',
  'unreachable',
  'paid',
  'false_alarm',
  'legitimate',
];

function Choice({
  value,
  choose,
}: {
  value: CaseOutcome | null;
  choose: (outcome: (typeof outcomes)[number]) => void;
}) {
  const { t } = useWords();
  return (
    <fieldset className="outcomes">
      <legend className="sr">{t('case.outcome')}</legend>
      {outcomes.map((outcome, index) => (
        <label key={outcome} data-chosen={value === outcome}>
          <input
            type="radio"
            name="outcome"
            value={outcome}
            checked={value === outcome}
            onChange={() => choose(outcome)}
            {...(index === 0 ? { 'data-autofocus': true } : {})}
          />
          <span>
            <b>{t(`outcome.${outcome}`)}</b>
            <small className="dim">{t(`outcome_hint.${outcome}`)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Outcome({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<(typeof outcomes)[number] | null>(null);
  const [words, setWords] = useState('');
  const [amount, setAmount] = useState('');
  const [bank, setBank] = useState('');
  const act = useCaseAction(id, onClose);
  const paid = outcome === 'paid';
  const ready = outcome !== null && (!paid || (amount !== '' && bank.trim().length > 0));
  return (
    <Frame
      title={t('case.outcome_title')}
      error={act.error}
      busy={act.isPending}
      ready={ready}
      confirm={t('case.close')}
      onClose={onClose}
      onSubmit={() =>
        outcome &&
        act.mutate({
          action: 'outcome',
          outcome,
          ...(words.trim() ? { words: words.trim() } : {}),
          ...(paid ? { amount: Number(amount), bank: bank.trim() } : {}),
        })
      }
    >
      <Choice value={outcome} choose={setOutcome} />
      {paid && (
        <div className="row top">
          <TextInput
            label={t('case.amount')}
            value={amount}
            onChange={(event) => setAmount(event.currentTarget.value.replace(/\D/g, ''))}
            inputMode="numeric"
            maxLength={12}
            required
          />
          <TextInput
            className="grow"
            label={t('case.bank')}
            value={bank}
            onChange={(event) => setBank(event.currentTarget.value)}
            maxLength={120}
            required
          />
        </div>
      )}
      <TextInput
        label={t('case.outcome_words')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        maxLength={400}
      />
      <p className="dim small">{t('case.outcome_teaches')}</p>
    </Frame>
  );
}

function DropGroup({ row, onClose }: { row: CaseRow; onClose: () => void }) {
  const { t, f } = useWords();
  const [cause, setCause] = useState(t('drop.cause_default'));
  const drop = useDropCase(row.id, (calls) => {
    for (const call of calls.slice(0, 4)) noteDrop(call);
    onClose();
  });
  return (
    <Dialog title={t(row.live > 1 ? 'case.drop_group_title' : 'drop.title')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (cause.trim().length >= 3 && !drop.isPending) drop.mutate(cause.trim());
        }}
      >
        <p className="soft">
          {row.live > 1
            ? t('case.drop_group_text', { count: f.number(row.live, 0) })
            : t('drop.text')}
        </p>
        <TextInput
          label={t('drop.cause')}
          description={t('drop.cause_hint')}
          value={cause}
          onChange={(event) => setCause(event.currentTarget.value)}
          maxLength={90}
          error={cause.trim().length < 3 ? t('drop.cause_needed') : undefined}
        />
        {drop.isError && (
          <p className="notice notice-bad" role="alert">
            {errorWords(drop.error, t)}
          </p>
        )}
        <div className="row">
          <span className="grow" />
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button
            type="submit"
            className="danger"
            loading={drop.isPending}
            data-autofocus
            data-testid="case-confirm"
          >
            {t('drop.confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function CaseDialogs({
  row,
  open,
  onClose,
}: {
  row: CaseRow;
  open: CaseDialog | null;
  onClose: () => void;
}) {
  switch (open) {
    case null:
      return null;
    case 'drop':
      return <DropGroup row={row} onClose={onClose} />;
    case 'outcome':
      return <Outcome id={row.id} onClose={onClose} />;
    case 'shelve':
      return <Shelve id={row.id} onClose={onClose} />;
    default:
      return <Words key={open} id={row.id} what={wordsDialogs[open]} onClose={onClose} />;
  }
}

/** Somebody on the telephone reports a scam: three fields. */
export function ReportDialog({
  onClose,
  onReported,
}: {
  onClose: () => void;
  onReported: (row: CaseRow) => void;
}) {
  const { t } = useWords();
  const [subscriber, setSubscriber] = useState('');
  const [caller, setCaller] = useState('');
  const [words, setWords] = useState('');
  const report = useReport(onReported);
  const digits = (text: string) => text.replace(/\D/g, '').length;
  const ready = digits(subscriber) >= 5 && digits(caller) >= 5 && words.trim().length >= 3;
  return (
    <Frame
      title={t('report.title')}
      error={report.error}
      busy={report.isPending}
      ready={ready}
      confirm={t('report.submit')}
      onClose={onClose}
      onSubmit={() =>
        report.mutate({
          subscriber: subscriber.trim(),
          caller: caller.trim(),
          words: words.trim(),
        })
      }
    >
      <p className="soft">{t('report.text')}</p>
      <TextInput
        label={t('report.subscriber')}
        description={t('report.number_hint')}
        value={subscriber}
        onChange={(event) => setSubscriber(event.currentTarget.value)}
        maxLength={20}
        inputMode="tel"
        data-autofocus
        required
      />
      <TextInput
        label={t('report.caller')}
        description={t('report.number_hint')}
        value={caller}
        onChange={(event) => setCaller(event.currentTarget.value)}
        maxLength={20}
        inputMode="tel"
        required
      />
      <Textarea
        label={t('report.words')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        maxLength={400}
        rows={3}
        required
      />
    </Frame>
  );
}
