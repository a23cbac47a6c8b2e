import './theme/styles';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { setCsrfToken, whenSignedOut, type Session } from './api/client';
import { sessionKey, useSession } from './api/queries';
import { whenFeedSignedOut } from './feed/feed';
import { formatters } from './format/format';
import { startTexts, useWords } from './i18n';
import { SignInPage } from './pages/SignInPage';
import { Mark } from './parts/icons';
import { OpenPage } from './shell/OpenPage';
import { usePlace } from './shell/router';
import { Shell } from './shell/Shell';
import { noVariables, theme } from './theme/theme';

startTexts();

// Browsers format Kazakh wrongly in their own ways, so the browser journeys ask the formatters that
// the page itself uses.
Object.assign(window, { qorganFormatters: formatters });

const queries = new QueryClient({
  defaultOptions: { queries: { refetchOnWindowFocus: false, gcTime: 60_000 } },
});

function Root() {
  const { t } = useWords();
  const client = useQueryClient();
  const session = useSession();
  const place = usePlace();
  const [expired, setExpired] = useState(false);
  useEffect(() => {
    const signedOut = () => {
      if (client.getQueryData<Session | null>(sessionKey)) setExpired(true);
      client.setQueryData(sessionKey, null);
    };
    whenSignedOut(signedOut);
    whenFeedSignedOut(signedOut);
  }, [client]);
  setCsrfToken(session.data?.csrf_token ?? '');
  if (session.isPending || session.isError) {
    return (
      <main className="empty waiting">
        <Mark size={44} />
        <p role="status">{session.failureCount > 0 ? t('error.unreachable') : t('app.loading')}</p>
      </main>
    );
  }
  if (place.page === 'appeal') return <OpenPage />;
  return session.data ? (
    <Shell key={session.data.user.name} session={session.data} />
  ) : (
    <SignInPage expired={expired} />
  );
}

const scheme = document.documentElement.getAttribute('data-mantine-color-scheme');

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      withCssVariables={false}
      withGlobalClasses={false}
      cssVariablesResolver={noVariables}
      deduplicateCssVariables={false}
      defaultColorScheme={scheme === 'light' ? 'light' : 'dark'}
      colorSchemeManager={localStorageColorSchemeManager({ key: 'qorgan.theme' })}
    >
      <QueryClientProvider client={queries}>
        <Root />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
