import { ApiError } from '../api/client';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { orderErrorWords } from './orders';

/** Why a draft was not taken, field by field. */
export function Mistakes({ error }: { error: Error }) {
  const { t } = useWords();
  const errors = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return (
    <div className="notice notice-bad" role="alert" data-testid="order-mistakes">
      {errors.length === 0 ? (
        orderErrorWords(error, t)
      ) : (
        <div>
          {t('order.wrong')}
          <ul className="mistakes">
            {errors.map((each, index) => (
              <li key={index}>
                <code>{plain(each.field ?? '', 32)}</code>
                {plain(each.message, 200)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
