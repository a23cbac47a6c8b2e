import { plain } from '../format/text';
import { useWords } from '../i18n';
import { go } from '../shell/router';
import { endOf, unacknowledged, type Order } from './orders';

export function OrderState({ order }: { order: Order }) {
  const { t } = useWords();
  return (
    <span className="order-state" data-state={order.state}>
      {t(`order.state_${order.state}`)}
      {unacknowledged(order) && <span className="dim"> · {t('order.enforcing')}</span>}
    </span>
  );
}

function Row({ order }: { order: Order }) {
  const { t, f } = useWords();
  const end = endOf(order);
  return (
    <tr className="link" onClick={() => go(`orders/${order.id}`)} data-order={order.id}>
      <td className="num">
        <a href={`#/orders/${order.id}`} className="quiet">
          {order.id}
        </a>
      </td>
      <td>
        <OrderState order={order} />
      </td>
      <td className="soft">{t(`order.kind_${order.kind}`)}</td>
      <td className="number nowrap">{plain(order.target, 64)}</td>
      <td>{t(`order.does_${order.does}`)}</td>
      <td className="nowrap">{end ? f.dateTime(new Date(end)) : '—'}</td>
      <td className="soft">{plain(order.proposer, 64)}</td>
      <td className="soft">{plain(order.approver ?? '—', 64)}</td>
    </tr>
  );
}

export function OrderTable({ orders, empty }: { orders: readonly Order[]; empty: string }) {
  const { t } = useWords();
  if (orders.length === 0) return <p className="empty">{empty}</p>;
  const heads = ['number', 'state', 'kind', 'target', 'does', 'valid_to', 'proposer'] as const;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('order.title')}>
      <table className="figures">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`order.${head}`)}
              </th>
            ))}
            <th scope="col">{t('order.approver')}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <Row key={order.id} order={order} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
