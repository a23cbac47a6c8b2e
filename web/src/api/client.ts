import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
export type Session = Schemas['session'];
export type Right = Schemas['right'];
export type Role = Schemas['role'];
export type About = Schemas['about'];
export type Problem = Schemas['problem'];
export type Verdict = Schemas['verdict'];
export type CallState = Schemas['call_state'];
export type CallRow = Schemas['call_row'];
export type CallDetail = Schemas['call_detail'];
export type Reason = Schemas['reason'];
export type LadderEntry = Schemas['ladder_entry'];
export type Teardown = Schemas['teardown'];
export type AlertLevel = Schemas['alert_level'];
export type Trunk = Schemas['trunk'];
export type Health = Schemas['health'];
export type Rejected = Schemas['rejected'];
export type Trial = Schemas['whatif'];
export type HealthFlag = Schemas['health_flag'];
export type CaseRow = Schemas['case_row'];
export type CaseDetail = Schemas['case_detail'];
export type CaseOutcome = Schemas['case_outcome'];
export type DeskLevel = Schemas['desk_level'];
export type DeskClock = Schemas['desk_clock'];
export type DeskCounts = Schemas['desk_counts'];
export type Desk = Schemas['desk'];
export type Shift = Schemas['shift'];
export type Handover = Schemas['handover'];
export type Detector = Schemas['detector_list']['items'][number];

/** A refusal of the server, or no answer at all (`unreachable`). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly problem?: Problem,
  ) {
    super(problem?.detail ?? problem?.title ?? code);
  }
}

let csrfToken = '';
let onSignedOut: () => void = () => undefined;

export function setCsrfToken(token: string) {
  csrfToken = token;
}

/** Called when the server no longer knows the session. */
export function whenSignedOut(action: () => void) {
  onSignedOut = action;
}

const middleware: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && csrfToken) request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
  onError() {
    return new ApiError(0, 'unreachable');
  },
};

export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });
api.use(middleware);

/** The token is added by the middleware; the types ask for it on every call. */
export const withCsrf = { 'X-CSRF-Token': '' } as const;

/** The data of an answer, or an ApiError thrown. */
export async function ask<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  const problem = typeof error === 'object' && error !== null ? (error as Problem) : undefined;
  const code = problem?.code ?? 'unexpected';
  if (code === 'not_signed_in') onSignedOut();
  throw new ApiError(response.status, code, problem);
}

/** A UUID; `randomUUID` exists only in secure contexts. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
