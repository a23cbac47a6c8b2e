import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import type { Verdict } from '../api/client';
import { useTrunks } from '../api/queries';
import { zoneLabel } from '../format/format';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';

export interface Conditions {
  verdict: '' | Verdict | 'would_block';
  trunk: string;
  number: string;
  from: string;
  to: string;
}

const verdicts: readonly Verdict[] = ['block', 'alert', 'label', 'withhold', 'divert', 'pass'];

interface FieldsProps {
  draft: Conditions;
  change: (part: Partial<Conditions>) => void;
  mayNumber: boolean;
  numberRef: RefObject<HTMLInputElement | null>;
  submit: () => void;
  clear: () => void;
  busy: boolean;
}

function Choices({ draft, change }: Pick<FieldsProps, 'draft' | 'change'>) {
  const { t } = useWords();
  const trunks = useTrunks();
  return (
    <>
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
    </>
  );
}

export function Fields({ draft, change, mayNumber, numberRef, submit, clear, busy }: FieldsProps) {
  const { t } = useWords();
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
      <Choices draft={draft} change={change} />
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
