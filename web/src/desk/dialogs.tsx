import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CaseRow } from '../api/client';
import { errorWords } from '../api/queries';
import { useWords } from '../i18n';
import type { TextKey } from '../i18n/en';
import { Dialog } from '../parts/Dialog';
import { noteDrop } from '../shell/drops';
import { useCaseAction, useDropCase, type CaseOrder } from './actions';
import { Frame } from './Frame';
import { Outcome } from './OutcomeDialog';

export type CaseDialog =
  'take_over' | 'drop' | 'outcome' | 'dismiss' | 'escalate' | 'note' | 'shelve' | 'reopen';

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
