import type { enTrial } from './en-trial';

// The texts about trying a policy or model on the past, and about reports.
export const ruTrial: Record<keyof typeof enTrial, string> = {
  'trial.title': 'Что было бы',
  'trial.hint':
    'Проигрывает последние дни журнала по другим правилам или с претендентом. Для звонков ничего не меняется.',
  'trial.policy': 'Проверяемые правила (YAML); пусто: действующие',
  'trial.model': 'Модель',
  'trial.model_in_force': 'Действующая',
  'trial.model_challenger': 'Претендент',
  'trial.days': 'Дней',
  'trial.start': 'Проверить',
  'trial.stop': 'Остановить',
  'trial.running': 'Проигрывается: {{percent}} %',
  'trial.stopped': 'Остановлено.',
  'trial.failed': 'Не удалось: {{why}}',
  'trial.busy': 'Уже идёт другая проверка.',
  'trial.calls': 'Сравнено звонков',
  'trial.newly_refused': 'Были бы отклонены',
  'trial.no_longer_refused': 'Прошли бы',
  'trial.calls_of_callers': 'звонков: {{calls}}, номеров: {{callers}}',
  'trial.honest': 'Из них заведомо честные',
  'trial.scams': 'Из них прерваны вручную или с жалобой',
  'trial.alerts': 'Тревоги: новые / пропавшие',
  'trial.by_rule': 'По правилам',
  'reports.title': 'Жалобы на мошенников',
  'reports.good': 'Все жалобы приняты в обработку.',
  'reports.overloaded': 'Для {{count}} жалоб не нашлось места в обработке звонков.',
  'reports.accepted': 'Принято',
  'reports.effects': 'Учтено / повторно / сверх предела',
  'reports.unknown': 'О неизвестных звонках',
  'reports.refused': 'Отклонено / сверх частоты',
};
