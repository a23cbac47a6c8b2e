// What the stand-in answers to the console's requests, as api/openapi.yaml says.
import { readFile } from 'node:fs/promises';
import { detectors } from './cast.mjs';
import { health, policyDigest, rejected, trunkFigures } from './figures.mjs';
import { trial } from './trial.mjs';
import { calls, drop, iso, list, live, masked, trouble } from './world.mjs';

const users = {
  operator: {
    role: 'operator',
    rights: ['view', 'drop_call', 'open_number', 'search_number', 'read_own_audit'],
  },
  engineer: {
    role: 'engineer',
    rights: ['view', 'view_policy', 'reload_policy', 'read_own_audit', 'inspect_messages'],
  },
};
const sessions = new Map();
/** The consoles that are connected to the feed. */
export const clients = new Set();
const policyText = await readFile(
  new URL('../../policy/default.yaml', import.meta.url),
  'utf8',
).catch(() => 'version: 1\n');

export const problem = (response, status, code, more = {}) => {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(
    JSON.stringify({ type: `urn:qorgan:problem:${code}`, title: code, status, code, ...more }),
  );
};
const json = (response, body, status = 200, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};
const bodyOf = async (request) => {
  let text = '';
  for await (const part of request) text += part;
  return JSON.parse(text || '{}');
};
export const sessionOf = (request) =>
  sessions.get(/qorgan_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1]);

async function signIn(request, response) {
  const { name, password } = await bodyOf(request);
  if (!users[name] || password !== name) return problem(response, 401, 'wrong_credentials');
  const token = Math.random().toString(36).slice(2);
  const session = {
    user: { name, display_name: name[0].toUpperCase() + name.slice(1), role: users[name].role },
    rights: users[name].rights,
    csrf_token: `t${token}`,
    expires_at: iso(Date.now() + 36e5),
    demonstration: true,
  };
  sessions.set(token, session);
  return json(response, session, 200, {
    'set-cookie': `qorgan_session=${token}; HttpOnly; SameSite=Strict; Path=/`,
  });
}

async function answerCall({ request, response, session, may }, id, action) {
  const call = calls.get(id);
  if (!call) return problem(response, 404, 'not_found');
  if (!action) {
    const { full, say, ringAt, answerAt, endAt, row, ...rest } = call;
    return json(response, {
      call: masked(row, session.user.role),
      live: live.has(call),
      seq: 1,
      ...rest,
    });
  }
  const body = await bodyOf(request);
  if (action === '/open-number')
    return may('open_number') && json(response, { ...call.full, opened_at: iso() });
  if (!may('drop_call')) return undefined;
  if (!live.has(call)) return problem(response, 409, 'call_not_live');
  const actor = `operator:${session.user.name}`;
  drop(call, actor, body.cause);
  return json(
    response,
    { call: call.row.id, state: 'requested', requested_at: iso(), actor, cause: body.cause },
    202,
  );
}

function reload(response) {
  if (trouble)
    return problem(response, 422, 'policy_invalid', {
      errors: [
        {
          file: 'policy/default.yaml',
          line: 31,
          message: 'rule "burst": unknown verdict "blok"',
        },
        {
          file: 'policy/lists/roaming.txt',
          line: 4,
          message: 'not a number in E.164: "+7 701 abc"',
        },
      ],
    });
  return json(response, { adopted: true, digest: policyDigest, needs_restart: [] });
}

export async function answer(request, response, url) {
  const route = `${request.method} ${url.pathname}`;
  if (route === 'GET /api/v1/about') {
    return json(response, {
      product: 'Qorgan',
      version: '0.1.0',
      demonstration: true,
      demonstration_users: Object.entries(users).map(([name, { role }]) => ({ name, role })),
    });
  }
  if (route === 'POST /api/v1/session') {
    return signIn(request, response);
  }
  const session = sessionOf(request);
  if (!session) return problem(response, 401, 'not_signed_in');
  const may = (right) =>
    session.rights.includes(right) || void problem(response, 403, 'forbidden', { right });
  if (request.method !== 'GET' && request.headers['x-csrf-token'] !== session.csrf_token)
    return problem(response, 403, 'bad_csrf_token');
  const one = /^\/api\/v1\/calls\/([0-9a-f]{16})(\/drop|\/open-number)?$/.exec(url.pathname);
  if (one) {
    return answerCall({ request, response, session, may }, one[1], one[2]);
  }
  switch (route) {
    case 'GET /api/v1/session':
      return json(response, session);
    case 'DELETE /api/v1/session':
      sessions.clear();
      response.writeHead(204);
      return response.end();
    case 'GET /api/v1/detectors':
      return json(response, { items: detectors });
    case 'GET /api/v1/trunks':
      return json(response, { items: trunkFigures() });
    case 'GET /api/v1/health':
      return json(response, health(clients.size));
    case 'GET /api/v1/rejected':
      return may('inspect_messages') && json(response, rejected());
    case 'GET /api/v1/calls':
      return json(response, list(Object.fromEntries(url.searchParams)));
    case 'POST /api/v1/calls/search':
      return may('search_number') && json(response, list(await bodyOf(request)));
    case 'GET /api/v1/policy':
      return may('view_policy') && json(response, { digest: policyDigest, text: policyText });
    case 'POST /api/v1/policy/reload':
      return may('reload_policy') && reload(response);
    case 'GET /api/v1/whatif':
      return may('view_policy') && json(response, trial.state());
    case 'POST /api/v1/whatif':
      if (!may('reload_policy')) return undefined;
      if (trial.running()) return problem(response, 503, 'busy');
      trial.start();
      return json(response, trial.state(), 202);
    case 'DELETE /api/v1/whatif':
      trial.stop();
      return may('reload_policy') && json(response, trial.state());
    default:
      return problem(response, 404, 'not_found');
  }
}
