// Who is on shift, as the centre has it, and this person's own part in it.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, withCsrf, type Shift } from '../api/client';
import { useRight } from '../api/queries';
import { useActor } from './actions';

const shiftKey = ['shift'] as const;

export function useShift() {
  return useQuery({
    queryKey: shiftKey,
    queryFn: () => ask(api.GET('/api/v1/desk/shift')),
    refetchInterval: 5000,
    enabled: useRight('annotate'),
    retry: false,
  });
}

export type ShiftState = 'off' | 'on' | 'break';

export function useMyShift(): ShiftState {
  const { data } = useShift();
  const actor = useActor();
  const me = data?.on_shift.find((member) => member.actor === actor);
  if (!me) return 'off';
  return me.break_since ? 'break' : 'on';
}

function useShiftChange<Input>(send: (input: Input) => Promise<Shift>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (shift) => queries.setQueryData(shiftKey, shift),
  });
}

export const useShiftStep = () =>
  useShiftChange((step: 'start' | 'break' | 'end') =>
    ask(api.POST('/api/v1/desk/shift', { params: { header: withCsrf }, body: { step } })),
  );

export interface NewHandover {
  note?: string;
  risks: { what: string; owner: string; next_check: string }[];
}

export const useOfferHandover = () =>
  useShiftChange((body: NewHandover) =>
    ask(api.POST('/api/v1/desk/handovers', { params: { header: withCsrf }, body })),
  );

export const useAcceptHandover = () =>
  useShiftChange((id: string) =>
    ask(
      api.POST('/api/v1/desk/handovers/{id}/accept', {
        params: { path: { id }, header: withCsrf },
      }),
    ),
  );

export const useQuiet = () =>
  useMutation({
    mutationFn: () => ask(api.POST('/api/v1/desk/quiet', { params: { header: withCsrf } })),
  });
