import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, withCsrf, type Session } from '../api/client';
import { errorWords, sessionKey } from '../api/queries';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import type { TextKey } from '../i18n/en';
import { Icon } from '../parts/icons';
import { go } from '../shell/router';
import { BlastPanel } from './BlastPanel';
import { OrderState } from './OrderTable';
import { OrderSteps } from './OrderActs';
import { stepsOf, useLegalBases, useOrder, type Order } from './orders';

type Moment = Extract<keyof Order, `${string}_at`>;
const moments: readonly Moment[] = [
  'created_at',
  'submitted_at',
  'decided_at',
  'enforced_at',
  'ended_at',
  'withdrawn_at',
];

function Line({ words, children }: { words: TextKey; children: React.ReactNode }) {
  const { t } = useWords();
  return (
    <>
      <dt>{t(words)}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Target({ order }: { order: Order }) {
  const { t } = useWords();
  const [shown, setShown] = useState('');
  const open = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/orders/{id}/open-number', {
          params: { path: { id: order.id }, header: withCsrf },
          body: { purpose: t('order.open_purpose', { id: order.id }) },
        }),
      ),
    onSuccess: (opened) => setShown(opened.target),
  });
  return (
    <>
      <b className="number" data-testid="order-target">
        {plain(shown || order.target, 64)}
      </b>
      {order.target.includes('•') && !shown && (
        <Button
          size="compact-xs"
          variant="default"
          ml={8}
          className="no-print"
          loading={open.isPending}
          leftSection={<Icon name="eye" size={12} />}
          onClick={() => open.mutate()}
        >
          {t('order.open')}
        </Button>
      )}
      {open.isError && <span className="bad"> {errorWords(open.error, t)}</span>}
    </>
  );
}

function Basis({ order }: { order: Order }) {
  const { language } = useWords();
  const bases = useLegalBases();
  const basis = bases.data?.items.find((each) => each.id === order.basis);
  return (
    <>
      <Line words="order.basis">
        {basis ? basis.title[language] : plain(order.basis, 40)}
        {order.basis_version && <span className="dim"> · {plain(order.basis_version, 40)}</span>}
      </Line>
      {basis && <Line words="order.article">{plain(basis.article, 200)}</Line>}
      {basis && basis.notices.length > 0 && (
        <Line words="order.notices">
          <ul className="plain-list">
            {basis.notices.map((each, index) => (
              <li key={index}>{each[language]}</li>
            ))}
          </ul>
        </Line>
      )}
    </>
  );
}

function Document({ order }: { order: Order }) {
  const { t, f } = useWords();
  const at = (text: string | undefined) => (text ? f.dateTime(new Date(text)) : '—');
  const person = (name: string) => (name === 'system' ? t('order.by_clock') : plain(name, 64));
  return (
    <section className="panel order-document" aria-label={t('order.one', { id: order.id })}>
      <dl className="order-lines">
        <Line words="order.kind">{t(`order.kind_${order.kind}`)}</Line>
        <Line words="order.target">
          <Target order={order} />
        </Line>
        <Line words="order.does">{t(`order.does_${order.does}`)}</Line>
        {order.divert_to && <Line words="order.divert_to">{plain(order.divert_to, 127)}</Line>}
        <Basis order={order} />
        <Line words="order.valid_from">{at(order.valid_from)}</Line>
        <Line words="order.valid_to">{at(order.valid_to)}</Line>
        {order.state === 'emergency' && <Line words="order.ratify_by">{at(order.ratify_by)}</Line>}
        <Line words="order.proposer">
          {plain(order.proposer, 64)}{' '}
          <span className="dim">({t(`role.${order.proposed_as}`)})</span>
        </Line>
        {order.approver && <Line words="order.approver">{plain(order.approver, 64)}</Line>}
        {order.addressee && <Line words="order.addressee">{plain(order.addressee, 200)}</Line>}
        <Line words="order.note">{plain(order.note ?? '', 2000)}</Line>
        {order.evidence && <Line words="order.evidence">{plain(order.evidence, 2000)}</Line>}
        {order.replaces && (
          <Line words="order.replaces">
            <a href={`#/orders/${order.replaces}`}>{t('order.one', { id: order.replaces })}</a>
          </Line>
        )}
        {order.reason && <Line words="order.reason">{plain(order.reason, 1000)}</Line>}
        {order.ended_by && (
          <Line words="order.ended_by">
            {person(order.ended_by)}
            {order.end_reason && `: ${plain(order.end_reason, 1000)}`}
          </Line>
        )}
        {moments.map(
          (key) =>
            order[key] && (
              <Line key={key} words={`order.${key}` as TextKey}>
                <time dateTime={order[key]} data-testid={`order-${key}`}>
                  {at(order[key])}
                </time>
              </Line>
            ),
        )}
      </dl>
      <p className="only-print order-signature">{t('order.signature')} ____________________</p>
    </section>
  );
}

/** Leads to a new draft that takes this order's place. */
function renewal(order: Order): string {
  const query = new URLSearchParams({
    kind: order.kind,
    target: order.target.includes('•') ? '' : order.target,
    does: order.does,
    basis: order.basis,
    replaces: String(order.id),
  });
  return `orders/new?${query}`;
}

export function OrderPage({ id }: { id: number }) {
  const { t } = useWords();
  const order = useOrder(id);
  const session = useQueryClient().getQueryData<Session | null>(sessionKey);
  if (!order.data || !session) {
    return (
      <p className="empty" role={order.isError ? 'alert' : undefined}>
        {order.isError ? errorWords(order.error, t) : t('app.loading')}
      </p>
    );
  }
  const it = order.data;
  const may = (right: Session['rights'][number]) => session.rights.includes(right);
  const steps = stepsOf(it, { name: session.user.name, role: session.user.role, may });
  return (
    <>
      <div className="page-head" data-testid="order" data-state={it.state}>
        <h1>{t('order.one', { id })}</h1>
        <OrderState order={it} />
        <span className="grow" />
        {it.in_force && may('propose_order') && (
          <Button size="xs" variant="default" className="no-print" onClick={() => go(renewal(it))}>
            {t('order.renew')}
          </Button>
        )}
        <Button size="xs" variant="default" className="no-print" onClick={() => window.print()}>
          {t('order.print')}
        </Button>
      </div>
      <OrderSteps order={it} steps={steps} />
      <div className="order-columns">
        <Document order={it} />
        {it.blast && <BlastPanel blast={it.blast} />}
      </div>
    </>
  );
}
