import type { CaseRow, DeskClock, DeskLevel } from '../api/client';
import { useServerNow } from '../feed/feed';
import { duration } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';

export function DeskLevelBadge({ level, big }: { level: DeskLevel; big?: boolean }) {
  const { t } = useWords();
  return (
    <span className={big ? 'badge big keep' : 'badge keep'} data-level={level}>
      <Icon name={level === 'low' ? 'clock' : 'alert'} size={big ? 16 : 13} />
      <span>{t(`level.${level}`)}</span>
    </span>
  );
}

export type Heat = 'calm' | 'amber' | 'red';

export function heatOfClock(clock: DeskClock, now: number): Heat {
  if (now >= Date.parse(clock.red_at)) return 'red';
  return now >= Date.parse(clock.amber_at) ? 'amber' : 'calm';
}

/** A clock of the server: how long somebody has waited, and whether that is too long. */
export function ClockMark({ clock, words }: { clock: DeskClock; words?: boolean }) {
  const { t } = useWords();
  const now = useServerNow();
  const heat = heatOfClock(clock, now);
  return (
    <span
      className="desk-clock"
      data-heat={heat}
      data-which={clock.which}
      title={`${t(`clock.${clock.which}`)} · ${t(`heat.${heat}`)}`}
    >
      <Icon name={heat === 'calm' ? 'clock' : 'alert'} size={13} />
      <b>{duration(now - Date.parse(clock.since))}</b>
      {words ? (
        <span className="cut">{t(`clock.${clock.which}`)}</span>
      ) : (
        <span className="sr">{t(`clock.${clock.which}`)}</span>
      )}
      {heat !== 'calm' && <span className="sr">{t(`heat.${heat}`)}</span>}
    </span>
  );
}

/** How long the longest of its calls has been talked on. */
export function TalkClock({ row }: { row: CaseRow }) {
  const { t, f } = useWords();
  const now = useServerNow();
  if (row.live === 0) return <span className="dim">{t('desk.over')}</span>;
  return (
    <span className="talk-clock">
      <Icon name="phone" size={13} />
      {row.talking_since ? (
        <b>{duration(now - Date.parse(row.talking_since))}</b>
      ) : (
        <span>{t('state.ringing')}</span>
      )}
      {row.live > 1 && <span className="more">×{f.number(row.live, 0)}</span>}
    </span>
  );
}

/** "operator:aigerim" as a person reads it. */
export const nameOf = (actor: string) => plain(actor.slice(actor.indexOf(':') + 1), 40);

export function CaseStateMark({ row, actor }: { row: CaseRow; actor: string }) {
  const { t, f } = useWords();
  const now = useServerNow();
  if (row.state === 'claimed' && row.holder) {
    const mine = row.holder === actor;
    return (
      <span className="case-state" data-state={mine ? 'mine' : 'held'}>
        <Icon name="user" size={13} />
        <span className="cut">{mine ? t('desk.mine') : nameOf(row.holder)}</span>
        {row.lease_until && (
          <small className="dim">{duration(Date.parse(row.lease_until) - now)}</small>
        )}
      </span>
    );
  }
  if (row.state === 'shelved' && row.shelved_until) {
    return (
      <span className="case-state" data-state="shelved" title={plain(row.shelf_reason, 200)}>
        <Icon name="clock" size={13} />
        <span className="cut">
          {t('desk.until', { time: f.time(new Date(row.shelved_until)).slice(0, 5) })}
        </span>
      </span>
    );
  }
  return (
    <span className="case-state" data-state={row.state}>
      <span className="cut">{t(`case_state.${row.state}`)}</span>
    </span>
  );
}
