import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, ask, withCsrf } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { useWords } from '../i18n';
import { useKeys } from '../keys/keyboard';
import { Icon } from '../parts/icons';
import { go } from '../shell/router';
import { OrderTable } from './OrderTable';
import type { OrderList } from './orders';

const lists: readonly OrderList[] = ['in_force', 'waiting', 'mine', 'over'];
// What the page was like when it was left.
const kept: { list: OrderList } = { list: 'in_force' };

function look(list: OrderList, target: string) {
  return target
    ? ask(api.POST('/api/v1/orders/search', { params: { header: withCsrf }, body: { target } }))
    : ask(api.GET('/api/v1/orders', { params: { query: { list } } }));
}

interface HeadProps {
  list: OrderList;
  choose: (list: OrderList) => void;
  search: (target: string) => void;
}

function Head({ list, choose, search }: HeadProps) {
  const { t } = useWords();
  const mayPropose = useRight('propose_order');
  const [draft, setDraft] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useKeys({ search: () => field.current?.focus() });
  return (
    <div className="page-head">
      <h1>{t('order.title')}</h1>
      <SegmentedControl
        size="xs"
        value={list}
        onChange={(value) => choose(value as OrderList)}
        data={lists.map((each) => ({ value: each, label: t(`order.list_${each}`) }))}
      />
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.trim().length === 0 || draft.trim().length >= 3) search(draft.trim());
        }}
      >
        <TextInput
          ref={field}
          size="xs"
          aria-label={t('order.search')}
          placeholder={t('order.search')}
          title={t('order.search_hint')}
          value={draft}
          maxLength={64}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
      </form>
      <span className="grow" />
      {mayPropose && (
        <Button
          size="xs"
          leftSection={<Icon name="policy" size={14} />}
          onClick={() => go('orders/new')}
          data-testid="order-new"
        >
          {t('order.new')}
        </Button>
      )}
    </div>
  );
}

export function OrdersPage() {
  const { t } = useWords();
  const maySee = useRight('view_orders');
  const [list, setList] = useState(kept.list);
  const [target, setTarget] = useState('');
  kept.list = list;
  const choose = (wanted: OrderList) => {
    setTarget('');
    setList(wanted);
  };
  const query = useQuery({
    queryKey: ['orders', list, target],
    queryFn: () => look(list, target),
    enabled: maySee,
    refetchInterval: target ? false : 3_000,
    retry: 1,
  });
  if (!maySee) return <p className="empty">{t('order.not_allowed')}</p>;
  return (
    <>
      <Head list={list} choose={choose} search={setTarget} />
      {query.isError && (
        <p className="notice notice-bad" role="alert">
          {errorWords(query.error, t)}
        </p>
      )}
      <section className="panel" aria-busy={query.isFetching} data-testid="orders">
        <OrderTable
          orders={query.data?.items ?? []}
          empty={t(query.isPending ? 'app.loading' : 'order.empty')}
        />
      </section>
    </>
  );
}
