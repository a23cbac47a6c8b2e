import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { errorWords } from '../api/queries';
import { useWords } from '../i18n';
import { Dialog } from '../parts/Dialog';

/** A dialog with a form: what went wrong, and the way on and back. */
export function Frame({
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
