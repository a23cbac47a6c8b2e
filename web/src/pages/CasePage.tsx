import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, api, ask, type CaseDetail, type CaseRow } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { useActor, useCaseAction, useWork } from '../desk/actions';
import { CaseHead } from '../desk/CaseHead';
import { CaseCalls, History, Past, Siblings, SubscriberCalls } from '../desk/CasePanels';
import { CaseDialogs, type CaseDialog } from '../desk/dialogs';
import { OpenCaseNumber } from '../desk/OpenCaseNumber';
import { OriginPanel } from '../desk/OriginMap';
import { queueStore, useCaseRow } from '../feed/feed';
import { useWords } from '../i18n';
import { useKeys } from '../keys/keyboard';
import { Icon } from '../parts/icons';
import { LadderPanel } from '../parts/Ladder';
import { TeardownPanel } from '../parts/TeardownPanel';
import type { Opened } from '../parts/OpenNumber';
import { go } from '../shell/router';
import { Reasons } from './CallPanels';

const settleMs = 150;

/** The case, asked again whenever the feed says it changed, and while one of its calls is up. */
function useCase(id: string) {
  const live = useCaseRow(id);
  const query = useQuery({
    queryKey: ['case', id],
    queryFn: () => ask(api.GET('/api/v1/desk/cases/{id}', { params: { path: { id } } })),
    retry: (count, error) => !(error instanceof ApiError && error.status < 500) && count < 3,
    refetchInterval: (state) => ((state.state.data?.case.live ?? 0) > 0 ? 2000 : 10_000),
  });
  const { refetch } = query;
  useEffect(() => {
    const timer = setTimeout(() => void refetch(), settleMs);
    return () => clearTimeout(timer);
  }, [live, refetch]);
  return { query, row: live ?? query.data?.case };
}

/** The messages of the call that raised the case, with what the engine said beside them. */
function FirstCall({ detail }: { detail: CaseDetail }) {
  const id =
    detail.calls.find((call) => call.row && !call.row.ended_at)?.call ?? detail.calls[0]?.call;
  const query = useQuery({
    queryKey: ['call', id],
    queryFn: () => ask(api.GET('/api/v1/calls/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== undefined,
    refetchInterval: (state) => (state.state.data?.live ? 1000 : false),
  });
  const { refetch } = query;
  const changed = detail.calls.find((call) => call.call === id)?.row;
  useEffect(() => {
    if (changed) void refetch();
  }, [changed?.state, changed?.teardown?.state, refetch]);
  if (!query.data) return null;
  return (
    <>
      <TeardownPanel records={query.data.teardown} />
      <LadderPanel messages={query.data.messages} />
    </>
  );
}

export function neighbour(id: string, by: number): string | undefined {
  const { shown } = queueStore.getView();
  const at = shown.indexOf(id);
  if (at < 0) return by > 0 ? shown[0] : undefined;
  return shown[at + by];
}

function Title({ row }: { row: CaseRow }) {
  const { t } = useWords();
  const next = neighbour(row.id, 1);
  const before = neighbour(row.id, -1);
  return (
    <div className="page-head">
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="left" size={14} />}
        onClick={() => go('desk')}
      >
        {t('nav.desk')}
      </Button>
      <h1>{t('case.title', { id: row.id.slice(-6) })}</h1>
      <span className="grow" />
      <Button
        variant="default"
        size="xs"
        disabled={before === undefined}
        onClick={() => before && go(`desk/${before}`)}
      >
        {t('case.previous')}
      </Button>
      <Button
        variant="default"
        size="xs"
        disabled={next === undefined}
        onClick={() => next && go(`desk/${next}`)}
      >
        {t('case.next')}
      </Button>
    </div>
  );
}

/** What is told of a case, in two columns. */
function Body({ detail, row }: { detail: CaseDetail; row: CaseRow }) {
  return (
    <div className="call-cols">
      <div className="stack">
        <Reasons reasons={row.reasons} />
        <CaseCalls detail={detail} />
        <SubscriberCalls detail={detail} />
        <Past detail={detail} />
      </div>
      <div className="stack">
        <History detail={detail} />
        <OriginPanel detail={detail} />
        <Siblings detail={detail} />
        <FirstCall detail={detail} />
      </div>
    </div>
  );
}

function useCaseKeys(
  row: CaseRow | undefined,
  id: string,
  mine: boolean,
  claim: () => boolean,
  setDialog: (dialog: CaseDialog) => void,
) {
  const mayNote = useRight('annotate');
  const opening = (what: CaseDialog, possible: boolean) => () => {
    if (possible) setDialog(what);
    return possible;
  };
  const to = (by: number) => () => {
    const next = neighbour(id, by);
    return next === undefined ? false : go(`desk/${next}`);
  };
  useKeys({
    claim,
    drop: opening('drop', mine && (row?.live ?? 0) > 0),
    outcome: opening('outcome', mine),
    escalate: opening('escalate', mine && !row?.escalation),
    note: opening('note', mayNote && row !== undefined),
    down: to(1),
    up: to(-1),
    back: () => go('desk'),
  });
}

function NoCase({ query }: { query: ReturnType<typeof useCase>['query'] }) {
  const { t } = useWords();
  const gone = query.error instanceof ApiError && query.error.status === 404;
  return (
    <div className="empty">
      <p>
        {query.isPending ? t('app.loading') : gone ? t('case.none') : errorWords(query.error, t)}
      </p>
      <Button variant="default" onClick={() => go('desk')}>
        {t('nav.desk')}
      </Button>
    </div>
  );
}

export function CasePage({ id }: { id: string }) {
  const { t } = useWords();
  const { query, row } = useCase(id);
  const actor = useActor();
  const [dialog, setDialog] = useState<CaseDialog | null>(null);
  const [opening, setOpening] = useState(false);
  const [opened, setOpened] = useState<Opened | null>(null);
  const mayClaim = useRight('claim');
  const act = useCaseAction(id);
  const mine = row?.state === 'claimed' && row.holder === actor;
  useWork(id, mine);
  const claim = () => {
    if (!row || !mayClaim || mine || row.state === 'closed') return false;
    const others = row.state === 'claimed' && row.holder !== actor;
    if (others) setDialog('take_over');
    else act.mutate({ action: 'claim' });
    return true;
  };
  useCaseKeys(row, id, mine, claim, setDialog);
  if (!row) return <NoCase query={query} />;
  return (
    <>
      <Title row={row} />
      <CaseHead
        row={row}
        actor={actor}
        opened={opened}
        busy={act.isPending}
        onClaim={claim}
        onAct={(order) => act.mutate(order)}
        onDialog={setDialog}
        onOpenNumber={() => setOpening(true)}
      />
      {act.isError && (
        <p className="notice notice-bad" role="alert">
          {errorWords(act.error, t)}
        </p>
      )}
      {query.data && <Body detail={query.data} row={row} />}
      <CaseDialogs row={row} open={dialog} onClose={() => setDialog(null)} />
      {opening && (
        <OpenCaseNumber
          id={id}
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
