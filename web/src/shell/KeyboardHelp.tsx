import type { TextKey } from '../i18n/en';
import { useWords } from '../i18n';
import { useShortcutsOn } from '../keys/keyboard';
import { Dialog } from '../parts/Dialog';

const rows: [string[], TextKey][] = [
  [['J', 'K'], 'keys.move'],
  [['Enter'], 'keys.open'],
  [['C'], 'keys.claim'],
  [['D'], 'keys.drop'],
  [['O'], 'keys.outcome'],
  [['E'], 'keys.escalate'],
  [['N'], 'keys.note'],
  [['/'], 'keys.search'],
  [['Home'], 'keys.top'],
  [['1', '2', '3', '4', '5'], 'keys.pages'],
  [['?'], 'keys.help'],
  [['Esc'], 'keys.back'],
];

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const on = useShortcutsOn();
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <p className="soft">{t('keys.text')}</p>
      {!on && <p className="notice notice-warn">{t('keys.off')}</p>}
      <dl className="keys-list">
        {rows.map(([keys, words]) => (
          <div key={words} className="contents">
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
