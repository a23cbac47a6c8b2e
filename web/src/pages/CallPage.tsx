import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, api, ask, type CallDetail, type CallRow, type Reason } from '../api/client';
import { errorWords, useReasonWords, useRight } from '../api/queries';
import { useLiveRow, useServerNow } from '../feed/feed';
import { duration } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { useKeys } from '../keys/keyboard';
import {
  Hint,
  LevelBadge,
  PhoneNumber,
  ScoreBar,
  StateMark,
  Stranger,
  VerdictBadge,
} from '../parts/badges';
import { DropDialog, isDroppable } from '../parts/DropDialog';
import { Icon } from '../parts/icons';
import { LadderPanel } from '../parts/Ladder';
import { OpenNumberDialog, type Opened } from '../parts/OpenNumber';
import { TeardownPanel } from '../parts/TeardownPanel';
import { withNewest } from '../parts/teardown';
import { noteDrop } from '../shell/drops';
import { callClock, scoreOf } from './live-filter';

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

function Weight({ reason, strongest }: { reason: Reason; strongest: number }) {
  const { t, f } = useWords();
  const share = strongest > 0 ? Math.abs(reason.weight) / strongest : 0;
  const sign = reason.weight > 0 ? '+' : '';
  return (
    <div
      className="weight"
      data-sign={reason.weight < 0 ? 'minus' : 'plus'}
      title={t('call.weight')}
    >
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className="track" width="100" height="8" rx="2" />
        <rect className="fill" width={share * 100} height="8" rx="2" />
      </svg>
      <span>
        {sign}
        {f.number(reason.weight, 2, 1)}
      </span>
    </div>
  );
}

function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  const words = useWords();
  const { t, f } = words;
  const reasonWords = useReasonWords(words);
  const strongest = Math.max(0, ...reasons.map((reason) => Math.abs(reason.weight)));
  return (
    <section className="panel" aria-labelledby="reasons-title" data-testid="reasons">
      <header>
        <h2 id="reasons-title">{t('call.reasons')}</h2>
      </header>
      <div className="body">
        {reasons.length === 0 && <p className="dim">{t('call.no_reasons')}</p>}
        {reasons.map((reason, index) => {
          const { title, sentence } = reasonWords(reason);
          return (
            <div className="reason" key={index}>
              <h3>{title}</h3>
              <p>
                {sentence ||
                  t('call.observed', {
                    observed: f.number(reason.observed),
                    threshold: f.number(reason.threshold),
                  })}
              </p>
              <Weight reason={reason} strongest={strongest} />
            </div>
          );
        })}
        {reasons.length > 0 && <p className="dim foot">{t('call.total_weight')}</p>}
      </div>
    </section>
  );
}

function Times({ call }: { call: CallRow }) {
  const { t, f } = useWords();
  const at = (time: string | undefined) => (time ? f.timeMs(new Date(time)) : '—');
  const between = (from: string | undefined, to: string | undefined) =>
    from && to ? Date.parse(to) - Date.parse(from) : undefined;
  const delay = between(call.started_at, call.ringing_at);
  const talk = between(call.answered_at, call.ended_at);
  return (
    <section className="panel" aria-labelledby="times-title">
      <header>
        <h2 id="times-title">{t('call.timeline')}</h2>
        <span className="dim">{f.longDate(new Date(call.started_at))}</span>
      </header>
      <dl className="body facts">
        <dt>{t('call.arrived')}</dt>
        <dd>{at(call.started_at)}</dd>
        <dt>{t('call.ringing')}</dt>
        <dd>{at(call.ringing_at)}</dd>
        <dt>{t('call.answered')}</dt>
        <dd>{at(call.answered_at)}</dd>
        <dt>{t('call.ended')}</dt>
        <dd>{at(call.ended_at)}</dd>
        {delay !== undefined && (
          <>
            <dt>{t('call.pdd')}</dt>
            <dd>{t('trunks.ms', { value: f.number(delay, 0) })}</dd>
          </>
        )}
        {talk !== undefined && (
          <>
            <dt>{t('call.talk_time')}</dt>
            <dd>{duration(talk)}</dd>
          </>
        )}
        {call.ended_at && call.ended_by && (
          <>
            <dt>{t('call.ended_by')}</dt>
            <dd>{t(`by.${call.ended_by}`)}</dd>
          </>
        )}
        {call.sip_code ? (
          <>
            <dt>{t('call.sip_code')}</dt>
            <dd>{call.sip_code}</dd>
          </>
        ) : null}
      </dl>
    </section>
  );
}

function Origin({ detail, call }: { detail: CallDetail; call: CallRow }) {
  const { t } = useWords();
  return (
    <section className="panel" aria-labelledby="origin-title">
      <header>
        <h2 id="origin-title">{t('call.facts')}</h2>
      </header>
      <dl className="body facts">
        <dt>{t('call.trunk')}</dt>
        <dd>{plain(call.trunk, 64)}</dd>
        <dt>{t('call.source')}</dt>
        <dd>
          <Stranger text={detail.source} limit={64} />
        </dd>
        <dt>{t('call.user_agent')}</dt>
        <dd>
          <Stranger text={detail.user_agent} />
        </dd>
        <dt>{t('call.sip_call_id')}</dt>
        <dd>
          <Stranger text={detail.sip_call_id} />
        </dd>
      </dl>
    </section>
  );
}

function Alerts({ detail }: { detail: CallDetail }) {
  const words = useWords();
  const { t, f } = words;
  const reasonWords = useReasonWords(words);
  if (detail.alerts.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="alerts-title" data-testid="alerts">
      <header>
        <h2 id="alerts-title">{t('call.alerts')}</h2>
      </header>
      <div className="body stack">
        {detail.alerts.map((alert, index) => (
          <div className="row top" key={index}>
            <LevelBadge level={alert.level} />
            <div className="grow">
              <h3>
                {alert.reasons?.[0] ? reasonWords(alert.reasons[0]).title : plain(alert.kind, 48)}
              </h3>
              {alert.reasons?.map((reason, at) => (
                <p className="soft" key={at}>
                  {reasonWords(reason).sentence}
                </p>
              ))}
            </div>
            <span className="dim nowrap">{f.time(new Date(alert.at))}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

function Party({
  title,
  number,
  country,
}: {
  title: string;
  number: string;
  country: string | undefined;
}) {
  return (
    <div className="party">
      <small>{title}</small>
      <b>
        <PhoneNumber number={number} country={country} />
      </b>
    </div>
  );
}

function CallClock({ call }: { call: CallRow }) {
  const now = useServerNow();
  const elapsed = callClock(call, now);
  return (
    <div className="party">
      <small>
        <StateMark state={call.state} />
      </small>
      <b className="clock">{elapsed === null ? '—' : duration(elapsed)}</b>
    </div>
  );
}

function Head({
  call,
  opened,
  onOpen,
  onDrop,
}: {
  call: CallRow;
  opened: Opened | null;
  onOpen: () => void;
  onDrop: () => void;
}) {
  const { t } = useWords();
  const mayDrop = useRight('drop_call');
  const mayOpen = useRight('open_number');
  const why = !mayDrop
    ? t('drop.not_allowed')
    : call.emergency
      ? t('drop.emergency')
      : !isDroppable(call)
        ? t('drop.not_live')
        : '';
  return (
    <section className="panel call-head">
      <Party
        title={t('col.caller')}
        number={opened?.caller ?? call.caller}
        country={call.caller_country}
      />
      <span className="dim" aria-hidden="true">
        →
      </span>
      <Party
        title={t('col.callee')}
        number={opened?.callee ?? call.callee}
        country={call.callee_country}
      />
      {opened ? (
        <span className="dim">{t('number.opened', { purpose: opened.purpose })}</span>
      ) : (
        <Hint text={mayOpen ? t('number.masked') : t('number.not_allowed')}>
          <Button
            variant="default"
            size="xs"
            leftSection={<Icon name="eye" size={14} />}
            onClick={onOpen}
            data-disabled={!mayOpen || undefined}
            aria-disabled={!mayOpen}
          >
            {t('number.open')}
          </Button>
        </Hint>
      )}
      <span className="grow" />
      <CallClock call={call} />
      <div className="stack tight">
        <Button
          className="danger"
          leftSection={<Icon name="hangup" />}
          onClick={onDrop}
          data-testid="drop"
          aria-disabled={why !== ''}
          data-disabled={why !== '' || undefined}
          aria-describedby={why ? 'drop-why' : undefined}
        >
          {t('drop.button')}
        </Button>
        {why && (
          <small className="dim" id="drop-why">
            {why}
          </small>
        )}
      </div>
    </section>
  );
}

function Judgement({ call }: { call: CallRow }) {
  const { t } = useWords();
  return (
    <section className="panel judgement">
      <div>
        <small className="dim">{t('call.verdict')}</small>
        <VerdictBadge call={call} big />
      </div>
      <div>
        <small className="dim">{t('call.rule')}</small>
        <b>{call.rule ? plain(call.rule, 64) : <span className="dim">{t('call.no_rule')}</span>}</b>
      </div>
      <div>
        <small className="dim">{t('call.score')}</small>
        <ScoreBar score={scoreOf(call)} />
      </div>
    </section>
  );
}

export function CallPage({ id }: { id: string }) {
  const { t } = useWords();
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
  const teardown = withNewest(detail?.teardown ?? [], live?.teardown);
  return (
    <>
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
