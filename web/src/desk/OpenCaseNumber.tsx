import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, withCsrf } from '../api/client';
import { errorWords } from '../api/queries';
import { useWords } from '../i18n';
import { Dialog } from '../parts/Dialog';
import { Icon } from '../parts/icons';
import type { Opened } from '../parts/OpenNumber';

/** Asks for the purpose and opens both numbers of a case; the centre records it. */
export function OpenCaseNumber({
  id,
  onClose,
  onOpened,
}: {
  id: string;
  onClose: () => void;
  onOpened: (numbers: Opened) => void;
}) {
  const { t } = useWords();
  const [purpose, setPurpose] = useState(t('number.purpose_warn'));
  const open = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/desk/cases/{id}/open-number', {
          params: { path: { id }, header: withCsrf },
          body: { purpose: purpose.trim() },
        }),
      ),
    onSuccess: (numbers) => onOpened({ ...numbers, purpose: purpose.trim() }),
  });
  const missing = purpose.trim().length < 3;
  return (
    <Dialog title={t('number.open_title')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing && !open.isPending) open.mutate();
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
          error={missing ? t('number.purpose_needed') : undefined}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
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
