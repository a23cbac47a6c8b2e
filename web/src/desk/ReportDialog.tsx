import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CaseRow } from '../api/client';
import { useWords } from '../i18n';
import { useReport } from './actions';
import { Frame } from './Frame';

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
