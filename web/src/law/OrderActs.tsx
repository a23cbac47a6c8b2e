import { Button, PasswordInput, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, withCsrf } from '../api/client';
import { useWords } from '../i18n';
import { Dialog } from '../parts/Dialog';
import { orderErrorWords, type Order, type OrderStep } from './orders';

type Asks = 'nothing' | 'password' | 'reason';

const asksFor: Record<OrderStep, Asks> = {
  submit: 'nothing',
  retract: 'nothing',
  enact: 'password',
  approve: 'password',
  ratify: 'password',
  refuse: 'reason',
  lift: 'reason',
};

function take(id: number, step: OrderStep, said: string): Promise<Order> {
  const params = { path: { id }, header: withCsrf };
  switch (step) {
    case 'submit':
      return ask(api.POST('/api/v1/orders/{id}/submit', { params }));
    case 'retract':
      return ask(api.POST('/api/v1/orders/{id}/retract', { params }));
    case 'enact':
      return ask(api.POST('/api/v1/orders/{id}/enact', { params, body: { password: said } }));
    case 'approve':
      return ask(api.POST('/api/v1/orders/{id}/approve', { params, body: { password: said } }));
    case 'ratify':
      return ask(api.POST('/api/v1/orders/{id}/ratify', { params, body: { password: said } }));
    case 'refuse':
      return ask(api.POST('/api/v1/orders/{id}/refuse', { params, body: { reason: said } }));
    case 'lift':
      return ask(api.POST('/api/v1/orders/{id}/lift', { params, body: { reason: said } }));
  }
}

function Asked({ asks, said, say }: { asks: Asks; said: string; say: (text: string) => void }) {
  const { t } = useWords();
  if (asks === 'password') {
    return (
      <>
        <p className="soft">{t('order.confirm_text')}</p>
        <PasswordInput
          label={t('signin.password')}
          value={said}
          name="confirm-password"
          autoComplete="current-password"
          maxLength={256}
          data-autofocus
          required
          visibilityToggleButtonProps={{ 'aria-label': t('signin.show_password'), tabIndex: 0 }}
          onChange={(event) => say(event.currentTarget.value)}
        />
      </>
    );
  }
  return (
    <Textarea
      label={t('order.reason')}
      description={t('order.reason_text')}
      value={said}
      name="reason"
      minLength={3}
      maxLength={1000}
      autosize
      minRows={2}
      data-autofocus
      required
      onChange={(event) => say(event.currentTarget.value)}
    />
  );
}

/** One step of an order, with what it asks for. */
function StepDialog({
  order,
  step,
  onClose,
}: {
  order: Order;
  step: OrderStep;
  onClose: () => void;
}) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [said, setSaid] = useState('');
  const act = useMutation({
    mutationFn: () => take(order.id, step, said),
    onSuccess: (after) => {
      queries.setQueryData(['order', order.id], after);
      onClose();
    },
    onError: () => asksFor[step] === 'password' && setSaid(''),
  });
  return (
    <Dialog title={`${t(`order.${step}`)} · ${t('order.one', { id: order.id })}`} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (said.trim() !== '') act.mutate();
        }}
      >
        <Asked asks={asksFor[step]} said={said} say={setSaid} />
        {act.isError && (
          <p className="notice notice-bad" role="alert">
            {orderErrorWords(act.error, t)}
          </p>
        )}
        <div className="row">
          <span className="grow" />
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={act.isPending} data-testid="order-confirm">
            {t(`order.${step}`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function OrderSteps({ order, steps }: { order: Order; steps: readonly OrderStep[] }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<OrderStep | null>(null);
  const act = useMutation({
    mutationFn: (step: OrderStep) => take(order.id, step, ''),
    onSuccess: (after) => queries.setQueryData(['order', order.id], after),
  });
  return (
    <>
      {act.isError && (
        <p className="notice notice-bad" role="alert">
          {orderErrorWords(act.error, t)}
        </p>
      )}
      <div className="row no-print">
        {steps.map((step, index) => (
          <Button
            key={step}
            size="xs"
            variant={index === 0 ? 'filled' : 'default'}
            loading={act.isPending && act.variables === step}
            onClick={() => (asksFor[step] === 'nothing' ? act.mutate(step) : setAsking(step))}
            data-testid={`order-${step}`}
          >
            {t(`order.${step}`)}
          </Button>
        ))}
      </div>
      {asking && (
        <StepDialog key={asking} order={order} step={asking} onClose={() => setAsking(null)} />
      )}
    </>
  );
}
