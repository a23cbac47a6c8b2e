import { describe, expect, test } from 'vitest';
import { endOf, stepsOf, unacknowledged, type Order, type OrderRights } from './orders';

const order = (part: Partial<Order>): Order => ({
  id: 1,
  state: 'draft',
  in_force: part.state === 'active' || part.state === 'emergency',
  kind: 'number',
  target: '+4915112345678',
  does: 'block',
  basis: 'rules',
  proposer: 'desk',
  proposed_as: 'operator',
  ...part,
});
const rights: Record<string, string[]> = {
  operator: ['view_orders', 'propose_order'],
  shift_lead: ['view_orders', 'propose_order', 'emergency_order'],
  prosecutor: ['view_orders', 'propose_order', 'approve_order', 'lift_order'],
};
const person = (name: string, role: OrderRights['role']): OrderRights => ({
  name,
  role,
  may: (right) => rights[role]!.includes(right),
});

describe('the steps that are offered', () => {
  const desk = person('desk', 'operator');
  const lead = person('lead', 'shift_lead');
  const law = person('law', 'prosecutor');
  test('a draft is its proposer’s', () => {
    expect(stepsOf(order({}), desk)).toEqual(['submit', 'retract']);
    expect(stepsOf(order({}), law)).toEqual([]);
    expect(stepsOf(order({ proposer: 'lead' }), lead)).toEqual(['submit', 'enact', 'retract']);
  });
  test('nobody is offered to decide about his own proposal', () => {
    expect(stepsOf(order({ state: 'submitted' }), law)).toEqual(['approve', 'refuse']);
    expect(stepsOf(order({ state: 'submitted', proposer: 'law' }), law)).toEqual(['retract']);
    expect(stepsOf(order({ state: 'submitted' }), lead)).toEqual([]);
  });
  test('what is in force is ratified and lifted by prosecutors', () => {
    expect(stepsOf(order({ state: 'emergency' }), law)).toEqual(['ratify', 'lift']);
    expect(stepsOf(order({ state: 'active' }), law)).toEqual(['lift']);
    expect(stepsOf(order({ state: 'active' }), desk)).toEqual([]);
    expect(stepsOf(order({ state: 'lifted' }), law)).toEqual([]);
  });
});

test('an order is unacknowledged until the engine does what it says', () => {
  expect(unacknowledged(undefined)).toBe(false);
  expect(unacknowledged(order({}))).toBe(false);
  expect(unacknowledged(order({ state: 'active' }))).toBe(true);
  expect(unacknowledged(order({ state: 'active', enforced_at: 'now' }))).toBe(false);
  expect(unacknowledged(order({ state: 'lifted', enforced_at: 'then' }))).toBe(true);
  expect(unacknowledged(order({ state: 'lifted', withdrawn_at: 'now' }))).toBe(false);
});

test('an emergency measure ends when it is not ratified', () => {
  expect(endOf(order({ state: 'emergency', ratify_by: 'a', valid_to: 'b' }))).toBe('a');
  expect(endOf(order({ state: 'active', ratify_by: 'a', valid_to: 'b' }))).toBe('b');
});
