import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, api, ask, withCsrf, type Trial } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Fact } from './HealthPanels';

/** What the trial found, in figures. */
function Found({ found }: { found: NonNullable<Trial['found']> }) {
  const { t, f } = useWords();
  const count = (value: number) => f.number(value, 0);
  const both = (calls: number, callers: number) =>
    t('trial.calls_of_callers', { calls: count(calls), callers: count(callers) });
  return (
    <div className="body" data-testid="trial-found">
      <dl className="facts wide">
        <Fact name={t('trial.calls')} value={count(found.calls)} />
        <Fact
          name={t('trial.newly_refused')}
          value={both(found.newly_refused, found.newly_refused_callers)}
        />
        <Fact
          name={t('trial.honest')}
          value={both(found.honest_hit, found.honest_callers_hit)}
          bad={found.honest_hit > 0}
        />
        <Fact name={t('trial.scams')} value={count(found.scams_caught)} />
        <Fact
          name={t('trial.no_longer_refused')}
          value={both(found.no_longer_refused, found.no_longer_refused_callers)}
        />
        <Fact
          name={t('trial.alerts')}
          value={`${count(found.new_alerts)} / ${count(found.gone_alerts)}`}
        />
      </dl>
      {found.refused_by_rule.length > 0 && (
        <>
          <h3>{t('trial.by_rule')}</h3>
          <dl className="facts wide">
            {found.refused_by_rule.map((rule) => (
              <Fact key={rule.name} name={plain(rule.name, 48)} value={count(rule.count)} />
            ))}
          </dl>
        </>
      )}
    </div>
  );
}

function useTrial() {
  return useQuery({
    queryKey: ['whatif'],
    queryFn: () => ask(api.GET('/api/v1/whatif')),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1000 : false),
    retry: 1,
  });
}

function State({ trial, error }: { trial: Trial | undefined; error: unknown }) {
  const { t, f } = useWords();
  if (error) {
    const busy = error instanceof ApiError && error.code === 'busy';
    const mistakes = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
    return (
      <div className="notice notice-bad stack tight" role="alert" data-testid="trial-error">
        <span>{busy ? t('trial.busy') : errorWords(error, t)}</span>
        {mistakes.map((one, index) => (
          <span key={index}>
            {one.line ? `${one.line}: ` : ''}
            {plain(one.message, 300)}
          </span>
        ))}
      </div>
    );
  }
  switch (trial?.state) {
    case 'running':
      return (
        <p role="status" data-testid="trial-running">
          {t('trial.running', { percent: f.number(trial.progress * 100, 0) })}
        </p>
      );
    case 'failed':
      return <p role="alert">{t('trial.failed', { why: plain(trial.trouble ?? '', 300) })}</p>;
    case 'stopped':
      return <p role="status">{t('trial.stopped')}</p>;
    default:
      return null;
  }
}

interface Chosen {
  policy: string;
  model: 'in_force' | 'challenger';
  days: string;
}

function Choice({ chosen, choose }: { chosen: Chosen; choose: (next: Chosen) => void }) {
  const { t } = useWords();
  return (
    <>
      <Textarea
        label={t('trial.policy')}
        value={chosen.policy}
        onChange={(event) => choose({ ...chosen, policy: event.currentTarget.value })}
        rows={4}
        maxLength={48_000}
        classNames={{ input: 'mono' }}
        data-testid="trial-policy"
      />
      <div className="row">
        <NativeSelect
          label={t('trial.model')}
          value={chosen.model}
          onChange={(event) =>
            choose({
              ...chosen,
              model: event.currentTarget.value === 'challenger' ? 'challenger' : 'in_force',
            })
          }
          data={[
            { value: 'in_force', label: t('trial.model_in_force') },
            { value: 'challenger', label: t('trial.model_challenger') },
          ]}
        />
        <TextInput
          label={t('trial.days')}
          value={chosen.days}
          onChange={(event) =>
            choose({ ...chosen, days: event.currentTarget.value.replace(/\D/g, '').slice(0, 3) })
          }
          inputMode="numeric"
          w={80}
        />
      </div>
    </>
  );
}

/** What other rules, or the challenger, would have done to the calls of late. */
export function TrialPanel() {
  const { t } = useWords();
  const mayTry = useRight('reload_policy');
  const queries = useQueryClient();
  const trial = useTrial();
  const [chosen, choose] = useState<Chosen>({ policy: '', model: 'in_force', days: '7' });
  const refresh = () => void queries.invalidateQueries({ queryKey: ['whatif'] });
  const start = useMutation({
    mutationFn: () => {
      const { policy, model, days } = chosen;
      const body = { model, days: Number(days), ...(policy.trim() ? { policy } : {}) };
      return ask(api.POST('/api/v1/whatif', { params: { header: withCsrf }, body }));
    },
    onSettled: refresh,
  });
  const stop = useMutation({
    mutationFn: () => ask(api.DELETE('/api/v1/whatif', { params: { header: withCsrf } })),
    onSettled: refresh,
  });
  const running = trial.data?.state === 'running';
  return (
    <section className="panel" aria-labelledby="trial-title" data-testid="trial">
      <header>
        <h2 id="trial-title">{t('trial.title')}</h2>
        <span className="dim">{t('trial.hint')}</span>
      </header>
      <form
        className="body stack"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <Choice chosen={chosen} choose={choose} />
        <div className="row">
          <Button
            type="submit"
            size="xs"
            loading={start.isPending}
            disabled={!mayTry || running || !Number(chosen.days)}
            data-testid="trial-start"
          >
            {t('trial.start')}
          </Button>
          {running && (
            <Button size="xs" variant="default" onClick={() => stop.mutate()} disabled={!mayTry}>
              {t('trial.stop')}
            </Button>
          )}
        </div>
        <State trial={trial.data} error={start.error} />
      </form>
      {trial.data?.state === 'done' && trial.data.found && <Found found={trial.data.found} />}
    </section>
  );
}
