import { useQuery } from '@tanstack/react-query';
import { ApiError, api, ask, type Role, type Schemas } from '../api/client';
import { errorWords } from '../api/queries';
import type { Say } from '../i18n';

export type Order = Schemas['order'];
export type OrderKind = Schemas['order_kind'];
export type Measure = Schemas['measure'];
export type LegalBasis = Schemas['legal_basis'];
export type Blast = Schemas['blast_radius'];
export type OrderList = 'in_force' | 'waiting' | 'mine' | 'over';

export function useLegalBases() {
  return useQuery({
    queryKey: ['legal-bases'],
    queryFn: () => ask(api.GET('/api/v1/legal-bases')),
    staleTime: 60_000,
    retry: 1,
  });
}

export function useOrder(id: number) {
  return useQuery({
    queryKey: ['order', id],
    queryFn: () => ask(api.GET('/api/v1/orders/{id}', { params: { path: { id } } })),
    // Until the engine has acknowledged, every half second; then slowly, for what others decide.
    refetchInterval: (query) => (unacknowledged(query.state.data) ? 500 : 5_000),
    retry: 1,
  });
}

/** The engine does not yet do what the order says. */
export function unacknowledged(order: Order | undefined): boolean {
  if (!order) return false;
  if (order.in_force) return !order.enforced_at;
  return ['expired', 'lifted', 'replaced'].includes(order.state) && !order.withdrawn_at;
}

/** The largest of these is the last thing that happened. */
export function endOf(order: Order): string | undefined {
  return order.state === 'emergency' ? (order.ratify_by ?? order.valid_to) : order.valid_to;
}

export interface OrderRights {
  name: string;
  role: Role;
  may: (right: Schemas['right']) => boolean;
}

export type OrderStep = 'submit' | 'retract' | 'enact' | 'approve' | 'ratify' | 'refuse' | 'lift';

/** The steps this person may take with this order now; the server decides again. */
export function stepsOf(order: Order, who: OrderRights): OrderStep[] {
  const own = order.proposer === who.name;
  const out: OrderStep[] = [];
  const offer = (step: OrderStep, when: boolean) => when && out.push(step);
  offer('submit', order.state === 'draft' && own && who.may('propose_order'));
  offer('enact', order.state === 'draft' && own && who.may('emergency_order'));
  offer('approve', order.state === 'submitted' && !own && who.may('approve_order'));
  offer('ratify', order.state === 'emergency' && !own && who.may('approve_order'));
  offer('refuse', order.state === 'submitted' && !own && who.may('approve_order'));
  offer('lift', (order.in_force || order.state === 'approved') && who.may('lift_order'));
  const open = order.state === 'draft' || order.state === 'submitted';
  offer('retract', open && own && who.may('propose_order'));
  return out;
}

const told = [
  'order_state',
  'own_proposal',
  'not_the_proposer',
  'basis_not_for_role',
  'too_many_orders',
  'too_many_attempts',
] as const;

export function orderErrorWords(error: unknown, t: Say): string {
  if (error instanceof ApiError) {
    if (error.code === 'wrong_credentials') return t('order.confirm_wrong');
    const code = told.find((each) => each === error.code);
    if (code) return t(`order.error_${code}`);
  }
  return errorWords(error, t);
}
