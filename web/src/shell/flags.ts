import type { HealthFlag } from '../api/client';
import { plain } from '../format/text';
import type { Words } from '../i18n';

/** What needs attention, in the reader's language. */
export function flagWords(flag: HealthFlag, { t, f }: Words): string {
  return t(`flag.${flag.code}`, {
    count: flag.count === undefined ? '—' : f.number(flag.count, 0),
    subject: plain(flag.subject, 64),
  });
}
