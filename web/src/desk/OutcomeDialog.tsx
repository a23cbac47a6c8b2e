import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CaseOutcome } from '../api/client';
import { useWords } from '../i18n';
import { useCaseAction } from './actions';
import { Frame } from './Frame';

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

export function Outcome({ id, onClose }: { id: string; onClose: () => void }) {
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
    </Frame>
  );
}
