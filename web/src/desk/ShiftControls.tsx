import { Button } from '@mantine/core';
import { errorWords, useRight } from '../api/queries';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';
import { useMyShift, useShiftStep } from './shift';
import { setMuted, unlockSound, useSound } from './sound';

/** Start, break and end of one's own shift; the start lets the page be heard. */
export function ShiftControls() {
  const { t } = useWords();
  const mayClaim = useRight('claim');
  const state = useMyShift();
  const step = useShiftStep();
  const sound = useSound();
  if (!mayClaim) return null;
  const to = (next: 'start' | 'break' | 'end') => () => {
    if (next === 'start') void unlockSound();
    step.mutate(next);
  };
  return (
    <div className="row tight" role="group" aria-label={t('shift.mine')}>
      {step.isError && <span className="bad">{errorWords(step.error, t)}</span>}
      {state !== 'on' && (
        <Button size="xs" onClick={to('start')} loading={step.isPending} data-testid="shift-start">
          {t(state === 'break' ? 'shift.back' : 'shift.start')}
        </Button>
      )}
      {state !== 'off' && (
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name={sound === 'on' ? 'live' : 'withhold'} size={14} />}
          onClick={() => {
            if (sound === 'locked') void unlockSound();
            else setMuted(sound === 'on');
          }}
          data-testid="sound"
          data-sound={sound}
        >
          {t(`sound.${sound}`)}
        </Button>
      )}
      {state === 'on' && (
        <Button size="xs" variant="default" onClick={to('break')} data-testid="shift-break">
          {t('shift.break')}
        </Button>
      )}
      {state !== 'off' && (
        <Button size="xs" variant="default" onClick={to('end')} data-testid="shift-end">
          {t('shift.end')}
        </Button>
      )}
    </div>
  );
}
