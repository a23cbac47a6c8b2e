// The sound of the desk. Browsers let a page be heard only after a gesture; starting the shift is
// that gesture, so whoever is on shift can be reached.

import { useSyncExternalStore } from 'react';

export type Sound = 'on' | 'locked' | 'muted';

let context: AudioContext | undefined;
let muted = false;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

export function soundState(): Sound {
  if (muted) return 'muted';
  return context?.state === 'running' ? 'on' : 'locked';
}

export function useSound(): Sound {
  return useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, soundState);
}

/** Within a gesture of the person. */
export async function unlockSound() {
  context ??= new AudioContext();
  context.onstatechange = tell;
  await context.resume().catch(() => undefined);
  tell();
}

export function setMuted(value: boolean) {
  muted = value;
  tell();
}

/** Two short tones, the second higher. */
export function chime() {
  if (!context || soundState() !== 'on') return;
  const start = context.currentTime;
  for (const [index, pitch] of [660, 880].entries()) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const from = start + index * 0.2;
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0, from);
    loudness.gain.linearRampToValueAtTime(0.25, from + 0.02);
    loudness.gain.linearRampToValueAtTime(0, from + 0.18);
    tone.connect(loudness).connect(context.destination);
    tone.start(from);
    tone.stop(from + 0.2);
  }
}
