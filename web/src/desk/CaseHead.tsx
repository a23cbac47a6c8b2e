import { Button } from '@mantine/core';
import type { CaseRow } from '../api/client';
import { useRight } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import type { TextKey } from '../i18n/en';
import { PhoneNumber, ScoreBar } from '../parts/badges';
import { Icon, type IconName } from '../parts/icons';
import type { Opened } from '../parts/OpenNumber';
import type { CaseOrder } from './actions';
import type { CaseDialog } from './dialogs';
import { CaseStateMark, ClockMark, DeskLevelBadge, nameOf, TalkClock } from './marks';

interface Action {
  name: string;
  words: TextKey;
  icon: IconName;
  key?: string;
  /** Why not; empty: it may be done. */
  why: string;
  run: () => void;
  primary?: boolean;
  danger?: boolean;
}

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

interface HeadProps {
  row: CaseRow;
  actor: string;
  opened: Opened | null;
  busy: boolean;
  onClaim: () => void;
  onAct: (order: CaseOrder) => void;
  onDialog: (dialog: CaseDialog) => void;
  onOpenNumber: () => void;
}

function useActions({ row, actor, onClaim, onAct, onDialog }: HeadProps): Action[] {
  const { t } = useWords();
  const mayClaim = useRight('claim');
  const mayDrop = useRight('drop_call');
  const mayClose = useRight('close');
  const mayNote = useRight('annotate');
  const mayAcknowledge = useRight('approve_order');
  const mine = row.state === 'claimed' && row.holder === actor;
  const others = row.state === 'claimed' && !mine;
  const forRole = (may: boolean) => (may ? '' : t('case.why_role'));
  const forHolder = (may: boolean) => forRole(may) || (mine ? '' : t('case.why_holder'));
  if (row.state === 'closed') {
    return [
      {
        name: 'reopen',
        words: 'case.reopen',
        icon: 'left',
        why: forRole(mayClose),
        run: () => onDialog('reopen'),
      },
      ...(row.escalation && !row.escalation.acknowledged_at && mayAcknowledge
        ? [acknowledge(onAct)]
        : []),
    ];
  }
  const actions: Action[] = [];
  if (!mine) {
    actions.push({
      name: 'claim',
      words: others ? 'case.take_over' : 'case.claim',
      icon: 'user',
      key: 'C',
      why: forRole(mayClaim),
      run: onClaim,
      primary: true,
    });
  }
  actions.push(
    {
      name: 'drop',
      words: row.live > 1 ? 'case.drop_group' : 'drop.button',
      icon: 'hangup',
      key: 'D',
      why: forHolder(mayDrop) || (row.live > 0 ? '' : t('drop.not_live')),
      run: () => onDialog('drop'),
      danger: true,
    },
    {
      name: 'outcome',
      words: 'case.outcome',
      icon: 'pass',
      key: 'O',
      why: forHolder(mayClose),
      run: () => onDialog('outcome'),
    },
    {
      name: 'escalate',
      words: 'case.escalate',
      icon: 'emergency',
      key: 'E',
      why: forHolder(mayClaim) || (row.escalation ? t('case.why_escalated') : ''),
      run: () => onDialog('escalate'),
    },
    {
      name: 'note',
      words: 'case.note',
      icon: 'label',
      key: 'N',
      why: forRole(mayNote),
      run: () => onDialog('note'),
    },
  );
  if (mayAcknowledge && row.escalation && !row.escalation.acknowledged_at) {
    actions.push(acknowledge(onAct));
  }
  if (row.state === 'shelved') {
    actions.push({
      name: 'unshelve',
      words: 'case.unshelve',
      icon: 'left',
      why: forRole(mayClaim),
      run: () => onAct({ action: 'unshelve' }),
    });
  }
  if (mine) {
    actions.push(
      {
        name: 'dismiss',
        words: 'case.dismiss',
        icon: 'cross',
        why: forHolder(mayClose),
        run: () => onDialog('dismiss'),
      },
      {
        name: 'shelve',
        words: 'case.shelve',
        icon: 'clock',
        why: row.level === 'urgent' ? t('case.why_urgent') : '',
        run: () => onDialog('shelve'),
      },
      {
        name: 'release',
        words: 'case.release',
        icon: 'exit',
        why: '',
        run: () => onAct({ action: 'release' }),
      },
    );
  }
  return actions;
}

const acknowledge = (onAct: HeadProps['onAct']): Action => ({
  name: 'acknowledge',
  words: 'case.acknowledge',
  icon: 'eye',
  why: '',
  run: () => onAct({ action: 'acknowledge' }),
  primary: true,
});

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
