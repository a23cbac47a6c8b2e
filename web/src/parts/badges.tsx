import { Tooltip } from '@mantine/core';
import type { AlertLevel, CallRow, CallState, Verdict } from '../api/client';
import { countryName } from '../format/countries';
import { isMasked, phone } from '../format/phone';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from './icons';

/** What was done with the call, and what would have been done where shadow mode held it back. */
export function VerdictBadge({
  call,
  big,
}: {
  call: Pick<CallRow, 'verdict' | 'would' | 'emergency' | 'unscreened'>;
  big?: boolean;
}) {
  const { t } = useWords();
  const size = big ? 'badge big' : 'badge';
  if (call.emergency) {
    return (
      <span className={size} data-verdict="emergency">
        <Icon name="emergency" size={big ? 16 : 13} />
        <span>{t('verdict.emergency')}</span>
      </span>
    );
  }
  if (call.unscreened) {
    return (
      <span className={size} data-verdict="alert" title={t('verdict.unscreened_hint')}>
        <Icon name="clock" size={big ? 16 : 13} />
        <span>{t('verdict.unscreened')}</span>
      </span>
    );
  }
  if (call.would !== call.verdict) {
    const words = t(`would.${call.would}`);
    return (
      <span
        className={size}
        data-verdict={call.would}
        data-would="true"
        title={`${words}. ${t('verdict.would_hint')}`}
      >
        <Icon name="ghost" size={big ? 16 : 13} />
        <span>{words}</span>
      </span>
    );
  }
  return (
    <span className={size} data-verdict={call.verdict}>
      <Icon name={call.verdict} size={big ? 16 : 13} />
      <span>{t(`verdict.${call.verdict}`)}</span>
    </span>
  );
}

export function VerdictName({ verdict }: { verdict: Verdict }) {
  const { t } = useWords();
  return <>{t(`verdict.${verdict}`)}</>;
}

export function StateMark({ state }: { state: CallState }) {
  const { t } = useWords();
  return (
    <span className="state" data-state={state}>
      <span className="cut">{t(`state.${state}`)}</span>
    </span>
  );
}

/** A call that does not pass through the centre: it can be seen, not touched. */
export function WatchedMark({ call }: { call: Pick<CallRow, 'seen_by'> }) {
  const { t } = useWords();
  if (call.seen_by !== 'watched') return null;
  return (
    <span className="badge" data-testid="watched" title={t('call.watched_hint')}>
      <Icon name="eye" size={13} />
      <span>{t('call.watched')}</span>
    </span>
  );
}

export function LevelBadge({ level }: { level: AlertLevel }) {
  const { t } = useWords();
  return (
    <span
      className="badge keep"
      data-level={level}
      title={t('level.label', { level: t(`level.${level}`) })}
    >
      <Icon name="alert" size={13} />
      <span>{t(`level.${level}`)}</span>
    </span>
  );
}

export const heatOf = (score: number) => (score >= 0.9 ? 'hot' : score >= 0.5 ? 'warm' : 'cool');

export function ScoreBar({ score }: { score: number }) {
  const { f, t } = useWords();
  const share = Math.min(1, Math.max(0, score));
  return (
    <span className="score" data-heat={heatOf(share)} title={t('call.score')}>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="track" width="100" height="6" rx="2" />
        <rect className="fill" width={share * 100} height="6" rx="2" />
      </svg>
      <span>{f.percent(share, 0)}</span>
    </span>
  );
}

/** A number as it may be shown, with its country. The text may come from an attacker. */
export function PhoneNumber({ number, country }: { number: string; country?: string | undefined }) {
  const { t, language } = useWords();
  const code = country && /^[A-Z]{2}$/.test(country) ? country : undefined;
  const shown = phone(number);
  return (
    <span className="row cut">
      <span className="cc" title={code ? countryName(code, language) : t('app.unknown')}>
        {code ?? '··'}
      </span>
      {shown ? (
        <bdi className="number cut" dir="ltr" data-masked={isMasked(number)} title={shown}>
          {shown}
        </bdi>
      ) : (
        <em className="dim cut">{t('number.withheld')}</em>
      )}
    </span>
  );
}

/** Text of a stranger, made safe to show. */
export function Stranger({ text, limit = 128 }: { text: string | undefined; limit?: number }) {
  const shown = plain(text, limit);
  return shown ? <bdi className="mono">{shown}</bdi> : <span className="dim">—</span>;
}

/** A hint that also reaches people who do not hover. */
export function Hint({ text, children }: { text: string; children: React.ReactElement }) {
  return (
    <Tooltip label={text} events={{ hover: true, focus: true, touch: true }}>
      {children}
    </Tooltip>
  );
}
