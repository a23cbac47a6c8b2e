import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useRight } from '../api/queries';
import { connection, useQueue } from '../feed/feed';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';
import { go } from '../shell/router';
import { useMyShift, useQuiet } from './shift';
import { chime, useSound } from './sound';

const againMs = 5000;

/** Tells the server whether this page is in front and can be heard. */
function usePresence() {
  const sound = useSound();
  useEffect(() => {
    const say = () => connection.setPresence({ hidden: document.hidden, sound });
    say();
    document.addEventListener('visibilitychange', say);
    return () => document.removeEventListener('visibilitychange', say);
  }, [sound]);
}

/**
 * While something urgent waits that nobody has heard: a sound for those at work, a strip for all
 * who may claim. A claim or "Heard" by anybody ends it everywhere.
 */
export function Alarm() {
  const { t, f } = useWords();
  const { counts } = useQueue();
  const shift = useMyShift();
  const mayClaim = useRight('claim');
  const quiet = useQuiet();
  const sound = useSound();
  usePresence();
  const ringing = counts.alarm && mayClaim && shift !== 'off';
  const heard = ringing && shift === 'on';
  useEffect(() => {
    if (!heard) return undefined;
    chime();
    const timer = setInterval(chime, againMs);
    return () => clearInterval(timer);
  }, [heard]);
  if (!ringing) return null;
  return (
    <div className="alarm" role="alert" data-testid="alarm">
      <Icon name="alert" size={18} />
      <b>{t('alarm.waits', { count: f.number(counts.urgent_waiting, 0) })}</b>
      {sound !== 'on' && <span>{t('alarm.silent')}</span>}
      <Button size="xs" variant="default" onClick={() => go('desk')}>
        {t('alarm.look')}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() => quiet.mutate()}
        loading={quiet.isPending}
        data-testid="alarm-heard"
      >
        {t('alarm.heard')}
      </Button>
    </div>
  );
}
