import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, api, ask, type CallRow } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { useLiveRow } from '../feed/feed';
import { useWords } from '../i18n';
import { useKeys } from '../keys/keyboard';
import { LevelBadge } from '../parts/badges';
import { DropDialog, isDroppable } from '../parts/DropDialog';
import { Icon } from '../parts/icons';
import { LadderPanel } from '../parts/Ladder';
import { OpenNumberDialog, type Opened } from '../parts/OpenNumber';
import { TeardownPanel } from '../parts/TeardownPanel';
import { withNewest } from '../parts/teardown';
import { noteDrop } from '../shell/drops';
import { Head, Judgement } from './CallHead';
import { Alerts, Origin, Reasons, Times } from './CallPanels';

const settleMs = 150;

/** The call from the archive or the live view, asked again whenever the feed says it changed. */
function useCall(id: string) {
  const live = useLiveRow(id);
  const query = useQuery({
    queryKey: ['call', id],
    queryFn: () => ask(api.GET('/api/v1/calls/{id}', { params: { path: { id } } })),
    retry: (count, error) => !(error instanceof ApiError && error.status < 500) && count < 3,
    // The SIP messages after the last change are in no row of the feed.
    refetchInterval: (state) => (state.state.data?.live ? 2000 : false),
  });
  const { refetch } = query;
  useEffect(() => {
    if (!live) return undefined;
    const timer = setTimeout(() => void refetch(), settleMs);
    return () => clearTimeout(timer);
  }, [live, refetch]);
  return { query, live };
}

function NoCall({ query }: { query: ReturnType<typeof useCall>['query'] }) {
  const { t } = useWords();
  const gone = query.error instanceof ApiError && query.error.status === 404;
  return (
    <div className="empty">
      <Icon name="phone" size={28} />
      <p>
        {query.isPending ? t('app.loading') : gone ? t('call.none') : errorWords(query.error, t)}
      </p>
      <Button variant="default" onClick={() => history.back()}>
        {t('app.back')}
      </Button>
    </div>
  );
}

function Title({ call }: { call: CallRow }) {
  const { t } = useWords();
  return (
    <div className="page-head">
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="left" size={14} />}
        onClick={() => history.back()}
      >
        {t('app.back')}
      </Button>
      <h1>{t('call.title', { id: call.id })}</h1>
      {call.alert && <LevelBadge level={call.alert.level} />}
    </div>
  );
}

export function CallPage({ id }: { id: string }) {
  const { query, live } = useCall(id);
  const mayDrop = useRight('drop_call');
  const mayOpen = useRight('open_number');
  const [dropping, setDropping] = useState(false);
  const [opening, setOpening] = useState(false);
  const [opened, setOpened] = useState<Opened | null>(null);
  const detail = query.data;
  const call = live ?? detail?.call;
  const askDrop = () => {
    if (!call || !mayDrop || !isDroppable(call)) return false;
    setDropping(true);
    return true;
  };
  useKeys({ drop: askDrop, back: () => history.back() });
  if (!call) {
    return <NoCall query={query} />;
  }
  const teardown = withNewest(detail?.teardown ?? [], live?.teardown);
  return (
    <>
      <Title call={call} />
      <Head
        call={call}
        opened={opened}
        onOpen={() => mayOpen && setOpening(true)}
        onDrop={askDrop}
      />
      <Judgement call={call} />
      <div className="call-cols">
        <div className="stack">
          <TeardownPanel records={teardown} />
          {detail && <Alerts detail={detail} />}
          <Reasons reasons={call.reasons} />
          <Times call={call} />
          {detail && <Origin detail={detail} call={call} />}
        </div>
        <LadderPanel messages={detail?.messages ?? []} />
      </div>
      {dropping && (
        <DropDialog
          call={call}
          onClose={() => setDropping(false)}
          onRequested={() => {
            noteDrop(call.id);
            setDropping(false);
            void query.refetch();
          }}
        />
      )}
      {opening && (
        <OpenNumberDialog
          callId={call.id}
          onClose={() => setOpening(false)}
          onOpened={(numbers) => {
            setOpened(numbers);
            setOpening(false);
          }}
        />
      )}
    </>
  );
}
