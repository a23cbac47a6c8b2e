import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, api, ask, withCsrf, type Problem } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';
import { TrialPanel } from './TrialPanel';

/** One line of YAML, its comment and key set apart. */
function Line({ text }: { text: string }) {
  const comment = /^\s*#/.test(text) ? 0 : text.search(/\s#/);
  const code = comment < 0 ? text : text.slice(0, comment);
  const key = /^(\s*(?:- )?)([\w.-]+)(:.*)$/.exec(code);
  return (
    <span>
      {key ? (
        <>
          {key[1]}
          <i>{key[2]}</i>
          {key[3]}
        </>
      ) : (
        code
      )}
      {comment >= 0 && <em className="comment">{text.slice(comment)}</em>}
      {text === '' && ' '}
    </span>
  );
}

function Mistakes({ problem }: { problem: Problem | undefined }) {
  const { t, f } = useWords();
  const errors = problem?.errors ?? [];
  return (
    <div className="notice notice-bad" role="alert" data-testid="policy-errors">
      <Icon name="alert" />
      <div className="stack tight">
        <b>{t('policy.rejected')}</b>
        {errors.length > 0 && (
          <span>{t('policy.mistakes', { count: f.number(errors.length, 0) })}</span>
        )}
        <ul className="mistakes">
          {errors.map((error, index) => (
            <li key={index}>
              <code>
                {plain(error.file, 120)}
                {error.line ? `:${error.line}` : ''}
              </code>
              {plain(error.message, 300)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Outcome({
  reload,
  before,
}: {
  reload: {
    data?: { digest: string; needs_restart: string[] } | undefined;
    error: unknown;
    isError: boolean;
  };
  before: string | undefined;
}) {
  const { t } = useWords();
  if (reload.isError) {
    const { error } = reload;
    if (error instanceof ApiError && error.code === 'policy_invalid') {
      return <Mistakes problem={error.problem} />;
    }
    return (
      <p className="notice notice-bad" role="alert">
        {errorWords(error, t)}
      </p>
    );
  }
  if (!reload.data) return null;
  const kept = reload.data.needs_restart;
  return (
    <>
      <p className="notice notice-good" role="status" data-testid="policy-adopted">
        <Icon name="pass" />
        {t(reload.data.digest === before ? 'policy.unchanged' : 'policy.adopted')}
      </p>
      {kept.length > 0 && (
        <p className="notice notice-warn" role="status" data-testid="policy-needs-restart">
          <Icon name="alert" />
          {t('policy.needs_restart', { keys: kept.join(', ') })}
        </p>
      )}
    </>
  );
}

function Rules({ text, pending }: { text: string | undefined; pending: boolean }) {
  const { t, f } = useWords();
  const lines = text?.replace(/\n$/, '').split('\n') ?? [];
  return (
    <section className="panel" aria-labelledby="policy-title">
      <header>
        <h2 id="policy-title">{t('policy.text')}</h2>
        <span className="dim">{t('policy.lines', { count: f.number(lines.length, 0) })}</span>
      </header>
      {pending ? (
        <p className="empty">{t('app.loading')}</p>
      ) : (
        <pre className="yaml" tabIndex={0} aria-label={t('policy.text')}>
          {lines.map((line, index) => (
            <Line key={index} text={line} />
          ))}
        </pre>
      )}
    </section>
  );
}

export function PolicyPage() {
  const { t } = useWords();
  const maySee = useRight('view_policy');
  const mayReload = useRight('reload_policy');
  const queries = useQueryClient();
  const policy = useQuery({
    queryKey: ['policy'],
    queryFn: () => ask(api.GET('/api/v1/policy')),
    enabled: maySee,
    retry: 1,
  });
  const reload = useMutation({
    mutationFn: async () => {
      const before = policy.data?.digest;
      const answer = await ask(api.POST('/api/v1/policy/reload', { params: { header: withCsrf } }));
      return { ...answer, before };
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['policy'] });
      void queries.invalidateQueries({ queryKey: ['health'] });
    },
  });
  if (!maySee) {
    return (
      <div className="empty">
        <Icon name="policy" size={28} />
        <p>{t('policy.not_allowed')}</p>
      </div>
    );
  }
  return (
    <>
      <div className="page-head">
        <h1>{t('policy.title')}</h1>
        {policy.data && (
          <span className="dim cut">
            {t('policy.digest')}: <span className="mono">{plain(policy.data.digest, 64)}</span>
          </span>
        )}
        <span className="grow" />
        <Button
          size="xs"
          loading={reload.isPending}
          disabled={!mayReload}
          leftSection={<Icon name="reload" size={14} />}
          onClick={() => reload.mutate()}
          data-testid="policy-reload"
        >
          {t('policy.reload')}
        </Button>
      </div>
      <Outcome reload={reload} before={reload.data?.before} />
      {policy.isError && (
        <p className="notice notice-bad" role="alert">
          {errorWords(policy.error, t)}
        </p>
      )}
      <TrialPanel />
      <Rules text={policy.data?.text} pending={policy.isPending} />
    </>
  );
}
