import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Say, Words } from '../i18n';
import { plain } from '../format/text';
import { remember } from '../parts/trunk-history';
import { ApiError, api, ask, type Detector, type Reason, type Right, type Session } from './client';

export const sessionKey = ['session'] as const;

export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: async (): Promise<Session | null> => {
      try {
        return await ask(api.GET('/api/v1/session'));
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Infinity,
    retry: (count, error) => error instanceof ApiError && error.status === 0 && count < 60,
    retryDelay: 1000,
  });
}

export function useRight(right: Right): boolean {
  const session = useQueryClient().getQueryData<Session | null>(sessionKey);
  return session?.rights.includes(right) ?? false;
}

export function useAbout() {
  return useQuery({
    queryKey: ['about'],
    queryFn: () => ask(api.GET('/api/v1/about')),
    staleTime: Infinity,
    retry: 60,
    retryDelay: 1000,
  });
}

export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: () => ask(api.GET('/api/v1/health')),
    refetchInterval: 3000,
    refetchIntervalInBackground: false,
    retry: false,
  });
}

export function useTrunks() {
  return useQuery({
    queryKey: ['trunks'],
    queryFn: async () => {
      const list = await ask(api.GET('/api/v1/trunks'));
      remember(list.items, Date.now());
      return list;
    },
    refetchInterval: 2000,
    retry: false,
  });
}

/** What was turned away at the door; asked only for those who may see it. */
export function useRejected() {
  return useQuery({
    queryKey: ['rejected'],
    queryFn: () => ask(api.GET('/api/v1/rejected')),
    refetchInterval: 5000,
    enabled: useRight('inspect_messages'),
    retry: false,
  });
}

export function useDetectors(): Map<number, Detector> {
  const { data } = useQuery({
    queryKey: ['detectors'],
    queryFn: async () => {
      const list = await ask(api.GET('/api/v1/detectors'));
      return new Map(list.items.map((item) => [item.id, item]));
    },
    staleTime: Infinity,
    retry: 5,
  });
  return data ?? noDetectors;
}

const noDetectors = new Map<number, Detector>();

export interface ReasonWords {
  title: string;
  sentence: string;
}

/** What a detector saw, as a sentence of the current language. */
export function useReasonWords({ language, f }: Words): (reason: Reason) => ReasonWords {
  const detectors = useDetectors();
  return useCallback(
    (reason) => {
      const detector = detectors.get(reason.detector);
      if (!detector) return { title: `#${reason.detector}`, sentence: '' };
      const sentence = detector.says[language]
        .replaceAll('{observed}', f.number(reason.observed))
        .replaceAll('{threshold}', f.number(reason.threshold));
      return { title: detector.title[language], sentence };
    },
    [detectors, language, f],
  );
}

/** An error in words; the server's own text only where nothing better is known. */
export function errorWords(error: unknown, t: Say): string {
  if (!(error instanceof ApiError)) return t('error.unreachable');
  switch (error.code) {
    case 'unreachable':
      return t('error.unreachable');
    case 'forbidden':
      return t('error.forbidden');
    case 'busy':
      return t('error.busy');
    case 'store_unavailable':
      return t('error.store');
    case 'call_not_live':
      return t('drop.not_live');
    case 'case_closed':
    case 'case_held':
    case 'case_not_held':
    case 'case_urgent':
    case 'case_changed':
    case 'not_on_shift':
    case 'own_handover':
      return t(`error.${error.code}`);
    case 'emergency_call':
      return t('drop.emergency');
    default:
      return t('error.unexpected', {
        status: error.status,
        detail: plain(error.message, 200),
      });
  }
}
