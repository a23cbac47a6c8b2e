import { errorWords } from '../api/queries';
import { heatOfClock } from '../desk/marks';
import { useShift } from '../desk/shift';
import { queueStore, useQueue, useServerNow } from '../feed/feed';
import { duration } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';

function Big({ value, words, tone }: { value: string; words: string; tone?: string }) {
  return (
    <div className="wall-figure" data-tone={tone}>
      <b>{value}</b>
      <span>{words}</span>
    </div>
  );
}

function useOldest(now: number) {
  useQueue();
  const waiting = queueStore
    .all()
    .filter((row) => row.state === 'waiting' && row.clock?.which === 'claim');
  const oldest = waiting.sort((a, b) => (a.detected_at < b.detected_at ? -1 : 1))[0];
  if (!oldest?.clock) return { words: '—', tone: undefined };
  const heat = heatOfClock(oldest.clock, now);
  return {
    words: duration(now - Date.parse(oldest.detected_at)),
    tone: heat === 'red' ? 'block' : heat === 'amber' ? 'alert' : undefined,
  };
}

/** For a big screen on the wall: what matters, readable from across the room. */
export function WallPage() {
  const { t, f } = useWords();
  const now = useServerNow();
  const { counts } = useQueue();
  const oldest = useOldest(now);
  const shift = useShift();
  if (!shift.data) {
    return <p className="empty">{shift.isError ? errorWords(shift.error, t) : t('app.loading')}</p>;
  }
  const { tally, on_shift } = shift.data;
  const working = on_shift.filter((member) => !member.break_since);
  const inTime = tally.claimed > 0 ? tally.claimed_in_time / tally.claimed : NaN;
  return (
    <div className="wall" data-testid="wall">
      <h1 className="sr">{t('nav.wall')}</h1>
      <Big
        value={f.number(counts.waiting, 0)}
        words={t('wall.waiting')}
        {...(counts.urgent_waiting > 0 ? { tone: 'block' } : {})}
      />
      <Big
        value={oldest.words}
        words={t('wall.oldest')}
        {...(oldest.tone ? { tone: oldest.tone } : {})}
      />
      <Big value={f.percent(inTime, 0)} words={t('wall.in_time')} />
      <Big value={f.number(tally.dissuaded, 0)} words={t('wall.dissuaded')} tone="live" />
      <Big value={f.number(tally.false_alarms, 0)} words={t('wall.false_alarms')} />
      <div className="wall-figure" data-tone={working.length === 0 ? 'block' : undefined}>
        <b>{f.number(working.length, 0)}</b>
        <span>{t('wall.on_shift')}</span>
        <p>{working.map((member) => plain(member.name, 40)).join(' · ')}</p>
      </div>
    </div>
  );
}
