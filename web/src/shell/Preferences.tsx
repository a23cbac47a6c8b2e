import { useMantineColorScheme } from '@mantine/core';
import { languages } from '../format/format';
import { languageNames, setLanguage, useWords } from '../i18n';
import { Icon } from '../parts/icons';

const shortNames = { kk: 'Қаз', ru: 'Рус', en: 'Eng' } as const;

export function LanguageSwitch() {
  const { language, t } = useWords();
  return (
    <div className="languages" role="group" aria-label={t('shell.language')}>
      {languages.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={one === language}
          title={languageNames[one]}
          data-language={one}
          onClick={() => setLanguage(one)}
        >
          {shortNames[one]}
        </button>
      ))}
    </div>
  );
}

export function ThemeSwitch() {
  const { t } = useWords();
  // Without keepTransitions Mantine would write a <style> element, which the page's policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const other = colorScheme === 'dark' ? 'light' : 'dark';
  const words = t(other === 'light' ? 'shell.theme_to_light' : 'shell.theme_to_dark');
  return (
    <button
      type="button"
      className="plain-button"
      aria-label={words}
      title={words}
      data-testid="theme"
      onClick={() => setColorScheme(other)}
    >
      <Icon name={other === 'light' ? 'sun' : 'moon'} />
    </button>
  );
}
