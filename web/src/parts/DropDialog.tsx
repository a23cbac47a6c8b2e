import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, ask, newKey, withCsrf, type CallRow } from '../api/client';
import { errorWords } from '../api/queries';
import { useWords } from '../i18n';
import { PhoneNumber } from './badges';
import { Dialog } from './Dialog';
import { Icon } from './icons';

/** Only calls that pass through the centre can be ended by it. */
export const isOutOfReach = (call: Pick<CallRow, 'seen_by'>) =>
  call.seen_by !== undefined && call.seen_by !== 'proxy';

/** A call can be dropped until it is over, and an emergency call never. */
export const isDroppable = (call: Pick<CallRow, 'state' | 'emergency' | 'seen_by'>) =>
  !call.emergency &&
  !isOutOfReach(call) &&
  ['screening', 'ringing', 'answered'].includes(call.state);

/** One decision has one idempotency key; other words for the cause are another decision. */
function useDrop(id: string, cause: string, onRequested: () => void) {
  const key = useRef({ key: newKey(), cause: '' });
  return useMutation({
    mutationFn: () => {
      const words = cause.trim();
      if (key.current.cause !== words) key.current = { key: newKey(), cause: words };
      return ask(
        api.POST('/api/v1/calls/{id}/drop', {
          params: {
            path: { id: id },
            header: { ...withCsrf, 'Idempotency-Key': key.current.key },
          },
          body: { cause: words },
        }),
      );
    },
    onSuccess: onRequested,
  });
}

function Parties({ call }: { call: CallRow }) {
  return (
    <div className="row">
      <PhoneNumber number={call.caller} country={call.caller_country} />
      <span aria-hidden="true" className="dim">
        →
      </span>
      <PhoneNumber number={call.callee} country={call.callee_country} />
    </div>
  );
}

/** Asks once, then tells the centre to end both legs. */
export function DropDialog({
  call,
  onClose,
  onRequested,
}: {
  call: CallRow;
  onClose: () => void;
  onRequested: () => void;
}) {
  const { t } = useWords();
  const [cause, setCause] = useState(t('drop.cause_default'));
  const drop = useDrop(call.id, cause, onRequested);
  const tooShort = cause.trim().length < 3;
  const over = !isDroppable(call);
  return (
    <Dialog title={t('drop.title')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!tooShort && !over && !drop.isPending) drop.mutate();
        }}
      >
        <Parties call={call} />
        <p className="soft">{t('drop.text')}</p>
        <TextInput
          label={t('drop.cause')}
          description={t('drop.cause_hint')}
          value={cause}
          onChange={(event) => setCause(event.currentTarget.value)}
          maxLength={90}
          error={tooShort ? t('drop.cause_needed') : undefined}
        />
        {over && (
          <p className="notice notice-warn" role="status">
            {t('drop.not_live')}
          </p>
        )}
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
            className="danger"
            type="submit"
            loading={drop.isPending}
            data-autofocus
            disabled={tooShort || over}
            leftSection={<Icon name="hangup" />}
            data-testid="drop-confirm"
          >
            {t('drop.confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
