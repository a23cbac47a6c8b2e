import type { CallDetail, CallRow, Reason } from '../api/client';
import { useReasonWords } from '../api/queries';
import { duration } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { LevelBadge, Stranger } from '../parts/badges';

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

export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
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

export function Times({ call }: { call: CallRow }) {
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

export function Origin({ detail, call }: { detail: CallDetail; call: CallRow }) {
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
        {detail.identity ? (
          <>
            <dt>{t('call.signature')}</dt>
            <dd data-testid="signature">
              {t(`signature.${detail.identity.status}`)}
              {detail.identity.status === 'verified'
                ? ` · ${t(`attested.${detail.identity.attestation}`)}`
                : null}
            </dd>
          </>
        ) : null}
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

export function Alerts({ detail }: { detail: CallDetail }) {
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
