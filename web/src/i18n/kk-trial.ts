import type { enTrial } from './en-trial';

// The texts about trying a policy or model on the past, and about reports.
export const kkTrial: Record<keyof typeof enTrial, string> = {
  'trial.title': 'Не болар еді',
  'trial.hint':
    'Журналдың соңғы күндерін басқа ережелермен немесе үміткермен қайта ойнатады. Қоңыраулар үшін ештеңе өзгермейді.',
  'trial.policy': 'Тексерілетін ережелер (YAML); бос болса, қолданыстағылары',
  'trial.model': 'Модель',
  'trial.model_in_force': 'Қолданыстағы',
  'trial.model_challenger': 'Үміткер',
  'trial.days': 'Күн саны',
  'trial.start': 'Тексеру',
  'trial.stop': 'Тоқтату',
  'trial.running': 'Ойнатылуда: {{percent}} %',
  'trial.stopped': 'Тоқтатылды.',
  'trial.failed': 'Сәтсіз: {{why}}',
  'trial.busy': 'Басқа тексеру жүріп жатыр.',
  'trial.calls': 'Салыстырылған қоңыраулар',
  'trial.newly_refused': 'Қабылданбас еді',
  'trial.no_longer_refused': 'Өткізілер еді',
  'trial.calls_of_callers': 'қоңырау: {{calls}}, нөмір: {{callers}}',
  'trial.honest': 'Оның ішінде адалдығы белгілі',
  'trial.scams': 'Оның ішінде қолмен үзілген не шағым түскен',
  'trial.alerts': 'Дабылдар: жаңа / жоғалған',
  'trial.by_rule': 'Ережелер бойынша',
  'reports.title': 'Алаяқтар туралы шағымдар',
  'reports.good': 'Барлық шағымға орын болды.',
  'reports.overloaded': '{{count}} шағымға қоңырау жолында орын болмады.',
  'reports.accepted': 'Қабылданды',
  'reports.effects': 'Ескерілді / қайталанды / шектен тыс',
  'reports.unknown': 'Белгісіз қоңыраулар туралы',
  'reports.refused': 'Қабылданбады / жиіліктен тыс',
};
