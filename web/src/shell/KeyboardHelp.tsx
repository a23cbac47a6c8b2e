import { Modal } from '@mantine/core';
import type { TextKey } from '../i18n/en';
import { useWords } from '../i18n';
import { useShortcutsOn } from '../keys/keyboard';

const rows: [string[], TextKey][] = [
  [['J', 'K'], 'keys.move'],
  [['Enter'], 'keys.open'],
  [['D'], 'keys.drop'],
  [['/'], 'keys.search'],
  [['Home'], 'keys.top'],
  [['1', '2', '3', '4'], 'keys.pages'],
  [['?'], 'keys.help'],
  [['Esc'], 'keys.back'],
];

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const on = useShortcutsOn();
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} size="md"
      closeButtonProps={{ 'aria-label': t('app.close') }}>
      <p className="soft">{t('keys.text')}</p>
      {!on && <p className="notice notice-warn">{t('keys.off')}</p>}
      <dl className="keys-list">
        {rows.map(([keys, words]) => (
          <div key={words} className="contents">
            <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
