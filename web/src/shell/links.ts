import { useRight } from '../api/queries';
import type { TextKey } from '../i18n/en';
import type { IconName } from '../parts/icons';

export interface PageLink {
  page: string;
  words: TextKey;
  icon: IconName;
}

const links: readonly PageLink[] = [
  { page: 'live', words: 'nav.live', icon: 'live' },
  { page: 'calls', words: 'nav.calls', icon: 'search' },
  { page: 'trunks', words: 'nav.trunks', icon: 'trunk' },
];
const deskLink: PageLink = { page: 'desk', words: 'nav.desk', icon: 'desk' };
const ordersLink: PageLink = { page: 'orders', words: 'nav.orders', icon: 'order' };
const lawLink: PageLink = { page: 'law', words: 'nav.law', icon: 'law' };
const auditLink: PageLink = { page: 'audit', words: 'nav.audit', icon: 'audit' };
const policyLink: PageLink = { page: 'policy', words: 'nav.policy', icon: 'policy' };

/** The pages of this person's rights, in the order of the bar. */
export function useLinks(): readonly PageLink[] {
  const seesDesk = useRight('annotate');
  const seesPolicy = useRight('view_policy');
  const seesOrders = useRight('view_orders');
  const decides = useRight('approve_order');
  const readsAudit = useRight('read_audit');
  return [
    ...(seesDesk ? [deskLink] : []),
    ...links,
    ...(seesOrders ? [ordersLink] : []),
    ...(decides ? [lawLink] : []),
    ...(readsAudit ? [auditLink] : []),
    ...(seesPolicy ? [policyLink] : []),
  ];
}
