// What may be done to a case by whom. What may not be done is shown all the same, with the reason.

import type { CaseRow } from '../api/client';
import { useRight } from '../api/queries';
import { useWords } from '../i18n';
import type { TextKey } from '../i18n/en';
import type { IconName } from '../parts/icons';
import type { Opened } from '../parts/OpenNumber';
import type { CaseOrder } from './actions';
import type { CaseDialog } from './dialogs';

export interface Action {
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

export interface HeadProps {
  row: CaseRow;
  actor: string;
  opened: Opened | null;
  busy: boolean;
  onClaim: () => void;
  onAct: (order: CaseOrder) => void;
  onDialog: (dialog: CaseDialog) => void;
  onOpenNumber: () => void;
}

interface Rights {
  claim: boolean;
  drop: boolean;
  close: boolean;
  note: boolean;
  acknowledge: boolean;
}

function useRights(): Rights {
  return {
    claim: useRight('claim'),
    drop: useRight('drop_call'),
    close: useRight('close'),
    note: useRight('annotate'),
    acknowledge: useRight('approve_order'),
  };
}

function acknowledging({ row, onAct }: HeadProps, may: Rights): Action[] {
  if (!may.acknowledge || !row.escalation || row.escalation.acknowledged_at) return [];
  return [
    {
      name: 'acknowledge',
      words: 'case.acknowledge',
      icon: 'eye',
      why: '',
      run: () => onAct({ action: 'acknowledge' }),
      primary: true,
    },
  ];
}

/** Only who holds the case sees these. */
function ofHolder({ row, onAct, onDialog }: HeadProps, whyUrgent: string): Action[] {
  return [
    {
      name: 'dismiss',
      words: 'case.dismiss',
      icon: 'cross',
      why: '',
      run: () => onDialog('dismiss'),
    },
    {
      name: 'shelve',
      words: 'case.shelve',
      icon: 'clock',
      why: row.level === 'urgent' ? whyUrgent : '',
      run: () => onDialog('shelve'),
    },
    {
      name: 'release',
      words: 'case.release',
      icon: 'exit',
      why: '',
      run: () => onAct({ action: 'release' }),
    },
  ];
}

export function useActions(props: HeadProps): Action[] {
  const { row, actor, onClaim, onAct, onDialog } = props;
  const { t } = useWords();
  const may = useRights();
  const mine = row.state === 'claimed' && row.holder === actor;
  const forRole = (allowed: boolean) => (allowed ? '' : t('case.why_role'));
  const forHolder = (allowed: boolean) => forRole(allowed) || (mine ? '' : t('case.why_holder'));
  const asking = (
    name: Exclude<CaseDialog, 'take_over'>,
    words: TextKey,
    icon: IconName,
    why: string,
    key?: string,
  ): Action => ({ name, words, icon, why, run: () => onDialog(name), ...(key ? { key } : {}) });
  if (row.state === 'closed') {
    return [
      asking('reopen', 'case.reopen', 'left', forRole(may.close)),
      ...acknowledging(props, may),
    ];
  }
  const claim: Action = {
    name: 'claim',
    words: row.state === 'claimed' ? 'case.take_over' : 'case.claim',
    icon: 'user',
    key: 'C',
    why: forRole(may.claim),
    run: onClaim,
    primary: true,
  };
  const unshelve: Action = {
    name: 'unshelve',
    words: 'case.unshelve',
    icon: 'left',
    why: forRole(may.claim),
    run: () => onAct({ action: 'unshelve' }),
  };
  const noCall = row.live > 0 ? '' : t('drop.not_live');
  const twice = row.escalation ? t('case.why_escalated') : '';
  const dropWords = row.live > 1 ? 'case.drop_group' : 'drop.button';
  return [
    ...(mine ? [] : [claim]),
    { ...asking('drop', dropWords, 'hangup', forHolder(may.drop) || noCall, 'D'), danger: true },
    asking('outcome', 'case.outcome', 'pass', forHolder(may.close), 'O'),
    asking('escalate', 'case.escalate', 'emergency', forHolder(may.claim) || twice, 'E'),
    asking('note', 'case.note', 'label', forRole(may.note), 'N'),
    ...acknowledging(props, may),
    ...(row.state === 'shelved' ? [unshelve] : []),
    ...(mine ? ofHolder(props, t('case.why_urgent')) : []),
  ];
}
