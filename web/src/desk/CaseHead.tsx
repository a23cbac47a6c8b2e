import { Button } from '@mantine/core';
import type { CaseRow } from '../api/client';
import { useRight } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { PhoneNumber, ScoreBar } from '../parts/badges';
import { Icon } from '../parts/icons';
import { useActions, type Action, type HeadProps } from './case-actions';
import { CaseStateMark, ClockMark, DeskLevelBadge, nameOf, TalkClock } from './marks';

function ActionButton({ action }: { action: Action }) {
  const { t } = useWords();
  const off = action.why !== '';
  return (
    <Button
      variant={action.primary || action.danger ? 'filled' : 'default'}
      className={action.danger ? 'danger' : ''}
      leftSection={<Icon name={action.icon} size={15} />}
      rightSection={action.key ? <kbd aria-hidden="true">{action.key}</kbd> : undefined}
      onClick={() => !off && action.run()}
      aria-disabled={off}
      data-disabled={off || undefined}
      title={action.why || undefined}
      aria-describedby={off ? `why-${action.name}` : undefined}
      data-testid={`case-${action.name}`}
    >
      {t(action.words)}
      {off && (
        <span className="sr" id={`why-${action.name}`}>
          {action.why}
        </span>
      )}
    </Button>
  );
}

function Result({ row }: { row: CaseRow }) {
  const { t, f } = useWords();
  if (!row.outcome) return null;
  return (
    <p className="notice" data-testid="case-result">
      <b>{t(`outcome.${row.outcome}`)}</b>
      {row.outcome === 'paid' && row.amount !== undefined && (
        <> · {t('case.paid', { amount: f.number(row.amount, 0), bank: plain(row.bank, 120) })}</>
      )}
      {row.outcome_by && <span className="dim"> · {nameOf(row.outcome_by)}</span>}
      {row.outcome_at && <span className="dim"> · {f.time(new Date(row.outcome_at))}</span>}
    </p>
  );
}

function Escalation({ row }: { row: CaseRow }) {
  const { t } = useWords();
  const it = row.escalation;
  if (!it) return null;
  return (
    <p className="notice notice-warn row" data-testid="escalation">
      <Icon name="emergency" size={15} />
      <span className="grow">
        {t(it.acknowledged_at ? 'case.acknowledged_by' : 'case.escalated_by', {
          name: nameOf(it.acknowledged_by ?? it.by),
        })}
        {' · '}
        {plain(it.reason, 400)}
      </span>
      {it.clock && <ClockMark clock={it.clock} words />}
    </p>
  );
}

function Parties({
  row,
  opened,
  onOpenNumber,
}: Pick<HeadProps, 'row' | 'opened' | 'onOpenNumber'>) {
  const { t } = useWords();
  const mayOpen = useRight('open_number');
  return (
    <>
      <div className="party">
        <small>{t('col.caller')}</small>
        <b>
          <PhoneNumber number={opened?.caller ?? row.caller} country={row.caller_country} />
        </b>
      </div>
      <span className="dim" aria-hidden="true">
        →
      </span>
      <div className="party">
        <small>{t('case.subscriber')}</small>
        <b>
          <PhoneNumber number={opened?.callee ?? row.callee} country="KZ" />
        </b>
      </div>
      {opened ? (
        <span className="dim">{t('number.opened', { purpose: opened.purpose })}</span>
      ) : (
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="eye" size={14} />}
          onClick={() => mayOpen && onOpenNumber()}
          aria-disabled={!mayOpen}
          data-disabled={!mayOpen || undefined}
          title={mayOpen ? t('number.masked') : t('number.not_allowed')}
        >
          {t('number.open')}
        </Button>
      )}
    </>
  );
}

export function CaseHead(props: HeadProps) {
  const { row, actor, opened, busy, onOpenNumber } = props;
  const { t } = useWords();
  const actions = useActions(props);
  return (
    <section
      className="panel case-head"
      data-level={row.level}
      data-state={row.state}
      data-testid="case-head"
      data-case={row.id}
    >
      <div className="case-line">
        <DeskLevelBadge level={row.level} big />
        <Parties row={row} opened={opened} onOpenNumber={onOpenNumber} />
        <span className="grow" />
        <div className="party">
          <small>{t('call.score')}</small>
          <ScoreBar score={row.score} />
        </div>
        <div className="party">
          <small>{t('queue.talk')}</small>
          <b className="clock" data-testid="talk-clock">
            <TalkClock row={row} />
          </b>
        </div>
        <div className="party">
          <small>{t(row.clock ? `clock.${row.clock.which}` : 'queue.state')}</small>
          <b>{row.clock ? <ClockMark clock={row.clock} /> : t(`case_state.${row.state}`)}</b>
        </div>
        <div className="party">
          <small>{t('queue.state')}</small>
          <CaseStateMark row={row} actor={actor} />
        </div>
      </div>
      <Escalation row={row} />
      <Result row={row} />
      <div className="case-actions" role="group" aria-label={t('case.actions')} data-busy={busy}>
        {actions.map((action) => (
          <ActionButton key={action.name} action={action} />
        ))}
      </div>
    </section>
  );
}
