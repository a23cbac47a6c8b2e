import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, withCsrf } from '../api/client';
import { errorWords } from '../api/queries';
import { useWords } from '../i18n';
import { Dialog } from './Dialog';
import { Icon } from './icons';

export interface Opened {
  caller: string;
  callee: string;
  purpose: string;
}

const usual = ['number.purpose_warn', 'number.purpose_check', 'number.purpose_report'] as const;

function UsualPurposes({ choose }: { choose: (purpose: string) => void }) {
  const { t } = useWords();
  return (
    <div className="stack tight">
      {usual.map((key) => (
        <button key={key} type="button" className="suggestion" onClick={() => choose(t(key))}>
          {t(key)}
        </button>
      ))}
    </div>
  );
}

/** Asks for the purpose, opens both numbers of a call; the centre records it. */
export function OpenNumberDialog({
  callId,
  onClose,
  onOpened,
}: {
  callId: string;
  onClose: () => void;
  onOpened: (numbers: Opened) => void;
}) {
  const { t } = useWords();
  const [purpose, setPurpose] = useState('');
  const [tried, setTried] = useState(false);
  const missing = purpose.trim().length < 3;
  const open = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/calls/{id}/open-number', {
          params: { path: { id: callId }, header: withCsrf },
          body: { purpose: purpose.trim() },
        }),
      ),
    onSuccess: (numbers) => onOpened({ ...numbers, purpose: purpose.trim() }),
  });
  return (
    <Dialog title={t('number.open_title')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!missing) open.mutate();
        }}
      >
        <p className="soft">{t('number.open_text')}</p>
        <TextInput
          label={t('number.purpose')}
          description={t('number.purpose_hint')}
          value={purpose}
          maxLength={200}
          data-autofocus
          required
          error={tried && missing ? t('number.purpose_needed') : undefined}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
        <UsualPurposes choose={setPurpose} />
        {open.isError && (
          <p className="notice notice-bad" role="alert">
            {errorWords(open.error, t)}
          </p>
        )}
        <div className="row">
          <span className="grow" />
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={open.isPending} leftSection={<Icon name="eye" />}>
            {t('number.open')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
