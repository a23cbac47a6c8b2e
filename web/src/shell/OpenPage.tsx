import { lazy, Suspense } from 'react';
import { useWords } from '../i18n';

const AppealPage = lazy(() => import('../law/AppealPage').then((m) => ({ default: m.AppealPage })));

/** The page that needs no account. */
export function OpenPage() {
  const { t } = useWords();
  return (
    <Suspense fallback={<p className="empty">{t('app.loading')}</p>}>
      <AppealPage />
    </Suspense>
  );
}
