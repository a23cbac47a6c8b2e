import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, withCsrf, type CallRow, type Schemas } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { PhoneNumber } from '../parts/badges';

type Estimate = Schemas['review_estimate'];
type Verdict = Schemas['review']['verdict'];
const verdicts: readonly Verdict[] = ['right', 'wrong', 'unsure'];

function Share({ estimate }: { estimate: Estimate }) {
  const { t, f } = useWords();
  if (estimate.judged === 0) return <p className="soft">{t('review.none_yet')}</p>;
  return (
    <p data-testid="review-estimate">
      <b>{f.percent(estimate.share, 1)}</b>{' '}
      <span className="soft">
        {t('review.interval', {
          low: f.percent(estimate.low, 1),
          high: f.percent(estimate.high, 1),
          judged: f.number(estimate.judged, 0),
        })}
      </span>
    </p>
  );
}

function Row({ call, done }: { call: CallRow; done: (estimate: Estimate) => void }) {
  const { t, f } = useWords();
  const say = useMutation({
    mutationFn: (verdict: Verdict) =>
      ask(
        api.POST('/api/v1/calls/{id}/review', {
          params: { path: { id: call.id }, header: withCsrf },
          body: { verdict },
        }),
      ),
    onSuccess: done,
  });
  return (
    <tr data-review={call.id}>
      <td className="nowrap">
        <a href={`#/calls/${call.id}`}>{f.dateTime(new Date(call.started_at))}</a>
      </td>
      <td>
        <PhoneNumber number={call.caller} country={call.caller_country} />
      </td>
      <td>
        <PhoneNumber number={call.callee} country={call.callee_country} />
      </td>
      <td className="soft">{plain(call.rule ?? '—', 47)}</td>
      <td className="nowrap">
        {verdicts.map((verdict) => (
          <Button
            key={verdict}
            size="compact-xs"
            variant="default"
            mr={4}
            disabled={say.isPending || say.isSuccess}
            aria-pressed={say.isSuccess && say.variables === verdict}
            onClick={() => say.mutate(verdict)}
            data-testid={`review-${verdict}`}
          >
            {t(`review.${verdict}`)}
          </Button>
        ))}
        {say.isError && <span className="bad"> {errorWords(say.error, t)}</span>}
      </td>
    </tr>
  );
}

/** Ten refused calls of the last day, drawn by chance; the share of wrong ones with its bounds. */
export function ReviewPanel() {
  const { t } = useWords();
  const queries = useQueryClient();
  const mayReview = useRight('review_blocks');
  const [asked, setAsked] = useState(false);
  const sample = useQuery({
    queryKey: ['review-sample'],
    queryFn: () => ask(api.GET('/api/v1/reviews/sample')),
    enabled: mayReview && asked,
    staleTime: Infinity,
    retry: 1,
  });
  if (!mayReview) return null;
  const items = sample.data?.items ?? [];
  const done = (estimate: Estimate) =>
    queries.setQueryData(['review-sample'], sample.data && { ...sample.data, estimate });
  return (
    <section className="panel" aria-labelledby="law-review" data-testid="law-review">
      <header>
        <h2 id="law-review">{t('review.title')}</h2>
        <span className="grow" />
        <Button
          size="compact-xs"
          variant="default"
          loading={sample.isFetching}
          onClick={() => (asked ? void sample.refetch() : setAsked(true))}
          data-testid="review-draw"
        >
          {t('review.draw')}
        </Button>
      </header>
      <div className="body">
        {sample.isError && (
          <p className="notice notice-bad" role="alert">
            {errorWords(sample.error, t)}
          </p>
        )}
        {sample.data ? <Share estimate={sample.data.estimate} /> : <p>{t('review.text')}</p>}
      </div>
      {items.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t('review.title')}>
          <table className="figures">
            <thead>
              <tr>
                <th scope="col">{t('audit.at')}</th>
                <th scope="col">{t('review.caller')}</th>
                <th scope="col">{t('review.callee')}</th>
                <th scope="col">{t('review.rule')}</th>
                <th scope="col">{t('review.verdict')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((call) => (
                <Row key={call.id} call={call} done={done} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {sample.data && items.length === 0 && <p className="empty">{t('review.empty')}</p>}
    </section>
  );
}
