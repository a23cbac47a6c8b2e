// What people do to a case. One decision has one idempotency key: a retry of the same words is the
// same order, other words are another one.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, ask, newKey, withCsrf, type CaseOutcome, type CaseRow } from '../api/client';
import { useSession } from '../api/queries';
import { queueStore } from '../feed/feed';

export type CaseOrder =
  | { action: 'claim'; takeover_reason?: string }
  | { action: 'release' }
  | { action: 'unshelve' }
  | { action: 'acknowledge' }
  | { action: 'note'; text: string }
  | { action: 'escalate'; reason: string }
  | { action: 'reopen'; reason: string }
  | { action: 'shelve'; reason: string; minutes: number }
  | {
      action: 'outcome';
      outcome: Exclude<CaseOutcome, 'unattended'>;
      words?: string;
      amount?: number;
      bank?: string;
    };

function send(id: string, order: CaseOrder, key: string): Promise<CaseRow> {
  const params = {
    params: { path: { id }, header: { ...withCsrf, 'Idempotency-Key': key } },
  };
  switch (order.action) {
    case 'claim': {
      const body = order.takeover_reason ? { takeover_reason: order.takeover_reason } : {};
      return ask(api.POST('/api/v1/desk/cases/{id}/claim', { ...params, body }));
    }
    case 'release':
      return ask(api.POST('/api/v1/desk/cases/{id}/release', params));
    case 'unshelve':
      return ask(api.POST('/api/v1/desk/cases/{id}/unshelve', params));
    case 'acknowledge':
      return ask(api.POST('/api/v1/desk/cases/{id}/acknowledge', params));
    case 'note': {
      const body = { text: order.text };
      return ask(api.POST('/api/v1/desk/cases/{id}/note', { ...params, body }));
    }
    case 'escalate': {
      const body = { reason: order.reason };
      return ask(api.POST('/api/v1/desk/cases/{id}/escalate', { ...params, body }));
    }
    case 'reopen': {
      const body = { reason: order.reason };
      return ask(api.POST('/api/v1/desk/cases/{id}/reopen', { ...params, body }));
    }
    case 'shelve': {
      const body = { reason: order.reason, minutes: order.minutes };
      return ask(api.POST('/api/v1/desk/cases/{id}/shelve', { ...params, body }));
    }
    case 'outcome': {
      const { action: _, ...body } = order;
      return ask(api.POST('/api/v1/desk/cases/{id}/outcome', { ...params, body }));
    }
  }
}

/** A key that stays the same while what is ordered does. */
function useOrderKey(): (order: unknown) => string {
  const last = useRef({ key: '', order: '' });
  return (order) => {
    const words = JSON.stringify(order);
    if (last.current.order !== words) last.current = { key: newKey(), order: words };
    return last.current.key;
  };
}

export function useCaseAction(id: string, done?: (row: CaseRow) => void) {
  const queries = useQueryClient();
  const keyOf = useOrderKey();
  // Two claims an hour apart are two orders with the same words.
  const forget = useRef(0);
  return useMutation({
    mutationFn: (order: CaseOrder) => send(id, order, keyOf([forget.current, order])),
    onSuccess: (row) => {
      ++forget.current;
      queueStore.patch(row);
      void queries.invalidateQueries({ queryKey: ['case', id] });
      done?.(row);
    },
    onError: () => void queries.invalidateQueries({ queryKey: ['case', id] }),
  });
}

export function useDropCase(id: string, done: (calls: string[]) => void) {
  const queries = useQueryClient();
  const keyOf = useOrderKey();
  return useMutation({
    mutationFn: (cause: string) =>
      ask(
        api.POST('/api/v1/desk/cases/{id}/drop', {
          params: { path: { id }, header: { ...withCsrf, 'Idempotency-Key': keyOf(cause) } },
          body: { cause },
        }),
      ),
    onSuccess: (receipt) => {
      void queries.invalidateQueries({ queryKey: ['case', id] });
      done(receipt.items.filter((item) => item.state === 'requested').map((item) => item.call));
    },
  });
}

export function useReport(done: (row: CaseRow) => void) {
  const keyOf = useOrderKey();
  return useMutation({
    mutationFn: (body: { subscriber: string; caller: string; words: string }) =>
      ask(
        api.POST('/api/v1/desk/cases', {
          params: { header: { ...withCsrf, 'Idempotency-Key': keyOf(body) } },
          body,
        }),
      ),
    onSuccess: (row) => {
      queueStore.patch(row);
      done(row);
    },
  });
}

/** "operator:aigerim", as cases name who holds them. */
export function useActor(): string {
  const { data } = useSession();
  return data ? `${data.user.role}:${data.user.name}` : '';
}

const beatEveryMs = 15_000;

/** While the person works on this page its lease goes on; an open tab alone does nothing. */
export function useWork(id: string, mine: boolean) {
  useEffect(() => {
    if (!mine) return undefined;
    let last = Date.now();
    const beat = () => {
      if (Date.now() - last < beatEveryMs) return;
      last = Date.now();
      void api.POST('/api/v1/desk/cases/{id}/work', {
        params: { path: { id }, header: withCsrf },
      });
    };
    const signs = ['keydown', 'pointerdown', 'wheel'] as const;
    for (const sign of signs) document.addEventListener(sign, beat, { passive: true });
    return () => {
      for (const sign of signs) document.removeEventListener(sign, beat);
    };
  }, [id, mine]);
}
