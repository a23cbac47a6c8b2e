import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, api, ask, withCsrf, type Schemas } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Dialog } from '../parts/Dialog';

type Appeal = Schemas['appeal'];
type Decision = 'grant' | 'dismiss';

function DecideDialog({ it, onClose }: { it: Appeal; onClose: () => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (decision: Decision) =>
      ask(
        api.POST('/api/v1/appeals/{id}/decide', {
          params: { path: { id: it.id }, header: withCsrf },
          body: { decision, reason: reason.trim() },
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['appeals'] });
      onClose();
    },
  });
  const short = reason.trim().length < 3;
  const decided = decide.error instanceof ApiError && decide.error.code === 'appeal_decided';
  return (
    <Dialog title={t('appeal.decide_one', { id: it.id })} onClose={onClose}>
      <div className="stack">
        {it.words && <p className="soft">{plain(it.words, 2000)}</p>}
        {it.contact && <p className="dim">{plain(it.contact, 200)}</p>}
        <Textarea
          label={t('order.reason')}
          description={t('appeal.reason_hint')}
          name="appeal-reason"
          value={reason}
          maxLength={1000}
          autosize
          minRows={2}
          required
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {decide.isError && (
          <p className="notice notice-bad" role="alert">
            {decided ? t('appeal.decided') : errorWords(decide.error, t)}
          </p>
        )}
        <div className="row">
          <span className="grow" />
          <Button
            variant="default"
            disabled={short}
            loading={decide.isPending && decide.variables === 'dismiss'}
            onClick={() => decide.mutate('dismiss')}
            data-testid="appeal-dismiss"
          >
            {t('appeal.dismiss')}
          </Button>
          <Button
            disabled={short}
            loading={decide.isPending && decide.variables === 'grant'}
            onClick={() => decide.mutate('grant')}
            data-testid="appeal-grant"
          >
            {t(it.order ? 'appeal.grant' : 'appeal.grant_words')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Row({ it, now, decide }: { it: Appeal; now: Date; decide: () => void }) {
  const { t, f } = useWords();
  const end = new Date(it.answer_by);
  const late = it.state === 'open' && end.getTime() - now.getTime() < 6 * 3_600_000;
  return (
    <tr data-appeal={it.id} data-state={it.state}>
      <td className="num">{it.id}</td>
      <td>{t(`appeal.state_${it.state}`)}</td>
      <td className={late ? 'warn nowrap' : 'nowrap'}>
        {it.state === 'open' ? f.ago(end, now) : f.dateTime(new Date(it.decided_at ?? end))}
      </td>
      <td className="number nowrap">{plain(it.caller ?? '—', 48)}</td>
      <td>
        {it.call && <a href={`#/calls/${it.call}`}>{t('appeal.to_call')}</a>}{' '}
        {it.order && <a href={`#/orders/${it.order}`}>{t('order.one', { id: it.order })}</a>}
      </td>
      <td className="soft">{plain(it.reason ?? it.words ?? '', 120)}</td>
      <td>
        {it.state === 'open' && (
          <Button size="compact-xs" onClick={decide} data-testid="appeal-decide">
            {t('appeal.decide')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Appeals with their clock, the most urgent first. */
export function AppealsPanel() {
  const { t } = useWords();
  const mayDecide = useRight('decide_appeal');
  const [asking, setAsking] = useState<Appeal | null>(null);
  const appeals = useQuery({
    queryKey: ['appeals'],
    queryFn: () => ask(api.GET('/api/v1/appeals')),
    enabled: mayDecide,
    refetchInterval: 3_000,
    retry: 1,
  });
  const items = appeals.data?.items ?? [];
  const now = new Date(appeals.data?.now ?? Date.now());
  return (
    <section className="panel" aria-labelledby="law-appeals" data-testid="law-appeals">
      <header>
        <h2 id="law-appeals">{t('appeal.list')}</h2>
      </header>
      {items.length === 0 ? (
        <p className="empty">{appeals.isError ? errorWords(appeals.error, t) : t('law.nothing')}</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t('appeal.list')}>
          <table className="figures">
            <thead>
              <tr>
                <th scope="col">{t('order.number')}</th>
                <th scope="col">{t('order.state')}</th>
                <th scope="col">{t('appeal.clock')}</th>
                <th scope="col">{t('appeal.caller')}</th>
                <th scope="col">{t('appeal.about')}</th>
                <th scope="col">{t('appeal.words')}</th>
                <th scope="col">{t('appeal.decide')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <Row key={each.id} it={each} now={now} decide={() => setAsking(each)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asking && <DecideDialog it={asking} onClose={() => setAsking(null)} />}
    </section>
  );
}
