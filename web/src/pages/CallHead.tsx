import { Button } from '@mantine/core';
import type { CallRow } from '../api/client';
import { useRight } from '../api/queries';
import { useServerNow } from '../feed/feed';
import { duration } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Hint, PhoneNumber, ScoreBar, StateMark, VerdictBadge, WatchedMark } from '../parts/badges';
import { isDroppable, isOutOfReach } from '../parts/DropDialog';
import { Icon } from '../parts/icons';
import type { Opened } from '../parts/OpenNumber';
import { callClock, scoreOf } from './live-filter';

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

function OpenButton({ onOpen }: { onOpen: () => void }) {
  const { t } = useWords();
  const mayOpen = useRight('open_number');
  return (
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
  );
}

export function Head({
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
  const why = !mayDrop
    ? t('drop.not_allowed')
    : call.emergency
      ? t('drop.emergency')
      : isOutOfReach(call)
        ? t('drop.only_watched')
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
        <OpenButton onOpen={onOpen} />
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

export function Judgement({ call }: { call: CallRow }) {
  const { t } = useWords();
  return (
    <section className="panel judgement">
      <div>
        <small className="dim">{t('call.verdict')}</small>
        <VerdictBadge call={call} big /> <WatchedMark call={call} />
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
