import { Menu } from '@mantine/core';
import { Component, lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask, withCsrf, type Session } from '../api/client';
import { sessionKey, useRight } from '../api/queries';
import { connection, liveStore, queueStore } from '../feed/feed';
import { zoneLabel } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { setShortcuts, useKeys, useShortcutsOn } from '../keys/keyboard';
import { LivePage } from '../pages/LivePage';
import { Icon, Mark } from '../parts/icons';
import { Alarm } from '../desk/Alarm';
import { DropTray } from './DropTray';
import { KeyboardHelp } from './KeyboardHelp';
import { LanguageSwitch, ThemeSwitch } from './Preferences';
import { FeedPulse, Strips, TrunkWatch } from './Strips';
import { useLinks, type PageLink } from './links';
import { go, usePlace, type Place } from './router';

const DeskPage = lazy(() => import('../pages/DeskPage').then((m) => ({ default: m.DeskPage })));
const CasePage = lazy(() => import('../pages/CasePage').then((m) => ({ default: m.CasePage })));
const ShiftPage = lazy(() => import('../pages/ShiftPage').then((m) => ({ default: m.ShiftPage })));
const WallPage = lazy(() => import('../pages/WallPage').then((m) => ({ default: m.WallPage })));
const CallPage = lazy(() => import('../pages/CallPage').then((m) => ({ default: m.CallPage })));
const ArchivePage = lazy(() =>
  import('../pages/ArchivePage').then((m) => ({ default: m.ArchivePage })),
);
const TrunksPage = lazy(() =>
  import('../pages/TrunksPage').then((m) => ({ default: m.TrunksPage })),
);
const PolicyPage = lazy(() =>
  import('../pages/PolicyPage').then((m) => ({ default: m.PolicyPage })),
);

const OrdersPage = lazy(() => import('../law/OrdersPage').then((m) => ({ default: m.OrdersPage })));
const NewOrderPage = lazy(() =>
  import('../law/OrderForm').then((m) => ({ default: m.NewOrderPage })),
);
const OrderPage = lazy(() => import('../law/OrderPage').then((m) => ({ default: m.OrderPage })));
const AuditPage = lazy(() => import('../law/AuditPage').then((m) => ({ default: m.AuditPage })));
const LawPage = lazy(() => import('../law/LawPage').then((m) => ({ default: m.LawPage })));

function Page({ place }: { place: Place }) {
  const { t } = useWords();
  switch (place.page) {
    case 'live':
      return <LivePage />;
    case 'shift':
      return <ShiftPage />;
    case 'wall':
      return <WallPage />;
    case 'desk':
      return place.rest[0] ? <CasePage key={place.rest[0]} id={place.rest[0]} /> : <DeskPage />;
    case 'calls':
      return place.rest[0] ? <CallPage key={place.rest[0]} id={place.rest[0]} /> : <ArchivePage />;
    case 'trunks':
      return <TrunksPage />;
    case 'policy':
      return <PolicyPage />;
    case 'orders':
      if (place.rest[0] === 'new') return <NewOrderPage />;
      return place.rest[0] ? <OrderPage id={Number(place.rest[0]) || 0} /> : <OrdersPage />;
    case 'audit':
      return <AuditPage />;
    case 'law':
      return <LawPage />;
    default:
      return <p className="empty">{t('app.not_found')}</p>;
  }
}

/** A mistake in one page must not take the bar with the other pages and the drops with it. */
class Guard extends Component<{ children: ReactNode; words: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.words : this.props.children;
  }
}

function UserMenu({ session, onHelp }: { session: Session; onHelp: () => void }) {
  const { t } = useWords();
  const shortcuts = useShortcutsOn();
  const queries = useQueryClient();
  const name = plain(session.user.display_name || session.user.name, 40);
  const signOut = async () => {
    await ask(api.DELETE('/api/v1/session', { params: { header: withCsrf } })).catch(
      () => undefined,
    );
    queries.setQueryData(sessionKey, null);
    // What the next person may not see must not wait in memory for them.
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
    go('live', { replace: true });
  };
  return (
    <Menu
      position="bottom-end"
      width={270}
      closeOnItemClick={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <button
          type="button"
          className="plain-button"
          aria-label={t('shell.user_menu', { name })}
          data-testid="user-menu"
        >
          <Icon name="user" />
          <span>{name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {plain(session.user.name, 40)} · {t(`role.${session.user.role}`)}
        </Menu.Label>
        <Menu.Item
          closeMenuOnClick={false}
          leftSection={<Icon name="keyboard" />}
          rightSection={
            <b className={shortcuts ? 'good' : 'dim'}>{t(shortcuts ? 'app.on' : 'app.off')}</b>
          }
          onClick={() => setShortcuts(!shortcuts)}
        >
          {t('shell.keys_on')}
        </Menu.Item>
        <Menu.Item
          leftSection={<span className="center16">?</span>}
          closeMenuOnClick
          onClick={onHelp}
        >
          {t('shell.keys_help')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('shell.zone', { zone: zoneLabel })}</Menu.Label>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="exit" />}
          closeMenuOnClick
          onClick={() => void signOut()}
          data-testid="sign-out"
        >
          {t('shell.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function TopBar({
  place,
  session,
  shown,
  onHelp,
}: {
  place: Place;
  session: Session;
  shown: readonly PageLink[];
  onHelp: () => void;
}) {
  const { t } = useWords();
  return (
    <header className="topbar">
      <a className="brand" href="#/live">
        <Mark />
        {t('app.name')}
      </a>
      <nav className="nav" aria-label={t('nav.label')}>
        {shown.map((link) => (
          <a
            key={link.page}
            href={`#/${link.page}`}
            aria-current={link.page === place.page ? 'page' : undefined}
          >
            <Icon name={link.icon} />
            {t(link.words)}
          </a>
        ))}
      </nav>
      <div className="tools">
        <FeedPulse />
        <LanguageSwitch />
        <ThemeSwitch />
        <UserMenu session={session} onHelp={onHelp} />
      </div>
    </header>
  );
}

export function Shell({ session }: { session: Session }) {
  const { t } = useWords();
  const place = usePlace();
  const main = useRef<HTMLElement>(null);
  const [help, setHelp] = useState(false);
  const shown = useLinks();
  const seesDesk = useRight('annotate');
  useEffect(() => {
    connection.start();
    return () => {
      connection.stop();
      liveStore.reset();
      queueStore.reset();
    };
  }, []);
  const title = shown.find((link) => link.page === place.page);
  useEffect(() => {
    document.title = title ? `${t(title.words)} · ${t('app.name')}` : t('app.name');
  }, [title, t]);
  // A new page begins at its top, for eyes and for screen readers.
  const full = place.page === 'live' || (place.page === 'desk' && place.rest.length === 0);
  const address = [place.page, ...place.rest].join('/');
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [address]);
  const to = (index: number) => () => (shown[index] ? go(shown[index].page) : false);
  useKeys({
    help: () => setHelp(true),
    page1: to(0),
    page2: to(1),
    page3: to(2),
    page4: to(3),
    page5: to(4),
  });
  const crashed = (
    <p className="empty" role="alert">
      {t('app.crashed')}
    </p>
  );
  return (
    <div className="shell">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <TopBar place={place} session={session} shown={shown} onHelp={() => setHelp(true)} />
      <Strips demonstration={session.demonstration} />
      {seesDesk && <Alarm />}
      <main ref={main} id="main" tabIndex={-1} className={full ? 'page' : 'page scrolls'}>
        <Guard key={address} words={crashed}>
          <Suspense fallback={<p className="empty">{t('app.loading')}</p>}>
            <Page place={place} />
          </Suspense>
        </Guard>
      </main>
      <DropTray />
      <TrunkWatch />
      {help && <KeyboardHelp onClose={() => setHelp(false)} />}
    </div>
  );
}
