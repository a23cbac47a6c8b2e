import { Modal } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../i18n';

/**
 * A dialog that is there as long as its element is. It gives the focus back to where it was: Modal
 * does so only for dialogs that stay mounted when closed.
 */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useWords();
  const [origin] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && origin instanceof HTMLElement && origin.isConnected) {
          origin.focus({ preventScroll: true });
        }
      });
    },
    [origin],
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="md"
      returnFocus={false}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      {children}
    </Modal>
  );
}
