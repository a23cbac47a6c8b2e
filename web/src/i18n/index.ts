import i18next, { type i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import { initReactI18next } from 'react-i18next';
import { formatters, languages, type Formatter, type Language } from '../format/format';
import { en, type TextKey } from './en';
import { kk } from './kk';
import { ru } from './ru';

export const texts: Record<Language, Record<TextKey, string>> = { kk, ru, en };
export const languageNames: Record<Language, string> = {
  kk: 'Қазақша',
  ru: 'Русский',
  en: 'English',
};

const storageKey = 'qorgan.language';

function remembered(): Language {
  let wanted: string[] = [];
  try {
    wanted = [localStorage.getItem(storageKey) ?? ''];
  } catch {
    // Storage may be forbidden.
  }
  wanted.push(...(navigator.languages ?? []).map((tag) => tag.slice(0, 2)));
  return (
    languages.find(
      (language) =>
        language === wanted.find((tag) => (languages as readonly string[]).includes(tag)),
    ) ?? 'en'
  );
}

export function startTexts(): i18n {
  const language = remembered();
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    pluralSeparator: '\u0001', // keys are whole; counted forms are avoided in the texts
    interpolation: { escapeValue: false }, // React escapes
    resources: {
      kk: { translation: kk },
      ru: { translation: ru },
      en: { translation: en },
    },
    initAsync: false,
  });
  document.documentElement.lang = language;
  return i18next;
}

export function setLanguage(language: Language) {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Not remembered then.
  }
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

export interface Words {
  language: Language;
  t: Say;
  f: Formatter;
}

/** Texts and formats of the current language; the component follows a switch at once. */
export function useWords(): Words {
  const { t, i18n } = useTranslation();
  const language = (i18n.language as Language) ?? 'en';
  return { language, t: t as unknown as Say, f: formatters[language] ?? formatters.en };
}
