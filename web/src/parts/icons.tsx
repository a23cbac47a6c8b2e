// A small set of our own, drawn on a 16-unit grid with currentColor. Shapes differ without colour.
import type { ReactNode } from 'react';

const shapes = {
  pass: <path d="M3 8.5 6.5 12 13 4.5" />,
  alert: (
    <>
      <path d="M8 2 14.5 13.5H1.5Z" />
      <path d="M8 6.5V9.5M8 11.5v.1" />
    </>
  ),
  label: <path d="M2.5 3.5h6l5 4.5-5 4.5h-6Z" />,
  withhold: (
    <>
      <path d="M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4Z" />
      <path d="M3 13 13 3" />
    </>
  ),
  divert: <path d="M2 12h4c3 0 3-8 6-8h2M11.5 1.5 14 4l-2.5 2.5" />,
  block: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M3.8 3.8 12.2 12.2" />
    </>
  ),
  emergency: <path d="M8 2v12M2.8 5l10.4 6M13.2 5 2.8 11" />,
  phone: (
    <path d="M3 2.5h2.5L7 6 5.2 7.3a8 8 0 0 0 3.5 3.5L10 9l3.5 1.5V13a1 1 0 0 1-1 1A10.5 10.5 0 0 1 2 3.5a1 1 0 0 1 1-1Z" />
  ),
  hangup: <path d="M1.5 9.5C4 5.5 12 5.5 14.5 9.5L13 12l-3-1.2V8.6a9 9 0 0 0-4 0v2.2L3 12Z" />,
  live: (
    <>
      <circle cx="8" cy="8" r="2" />
      <path d="M4.5 11.5a5 5 0 0 1 0-7M11.5 4.5a5 5 0 0 1 0 7" />
    </>
  ),
  desk: (
    <path d="M2 9.5V4a1.5 1.5 0 0 1 1.5-1.5h9A1.5 1.5 0 0 1 14 4v5.5M2 9.5h3.5l1 2h3l1-2H14V12a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12Z" />
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="M10.5 10.5 14 14" />
    </>
  ),
  trunk: <path d="M2 4h12M2 8h12M2 12h12M5 2.5v3M10 6.5v3M6.5 10.5v3" />,
  policy: (
    <path d="M8 1.5 13.5 3.5V8c0 3.2-2.3 5.3-5.5 6.5C4.8 13.3 2.5 11.2 2.5 8V3.5ZM5.5 8l2 2 3.2-3.8" />
  ),
  order: <path d="M3.5 1.5h6l3 3v10h-9ZM9.5 1.5v3h3M5.5 8h5M5.5 11h5" />,
  audit: <path d="M3 2.5h10v11H3ZM5.5 5.5h5M5.5 8h5M5.5 10.5l1.2 1.2 3-3" />,
  law: <path d="M8 2v12M4.5 14h7M3 4.5h10M3 4.5 1.2 9h3.6ZM13 4.5 11.2 9h3.6Z" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1" />
    </>
  ),
  moon: <path d="M13.5 9.5A5.8 5.8 0 0 1 6.5 2.5a5.8 5.8 0 1 0 7 7Z" />,
  user: (
    <>
      <circle cx="8" cy="5.5" r="2.7" />
      <path d="M2.8 14c.6-3 2.7-4.3 5.2-4.3s4.6 1.3 5.2 4.3" />
    </>
  ),
  keyboard: (
    <>
      <path d="M1.5 4h13v8h-13Z" />
      <path d="M4 6.7h.1M6.6 6.7h.1M9.3 6.7h.1M12 6.7h.1M5 9.5h6" />
    </>
  ),
  up: <path d="M8 13V3M4 7l4-4 4 4" />,
  down: <path d="M8 3v10M4 9l4 4 4-4" />,
  left: <path d="M13 8H3M7 4 3 8l4 4" />,
  eye: (
    <>
      <path d="M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4Z" />
      <circle cx="8" cy="8" r="1.8" />
    </>
  ),
  hold: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  play: <path d="M5 3.5 12.5 8 5 12.5Z" />,
  reload: <path d="M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.5 1.5" />
    </>
  ),
  ghost: (
    <>
      <path d="M3 14V7a5 5 0 0 1 10 0v7l-2-1.5L9.5 14 8 12.5 6.5 14 5 12.5Z" />
    </>
  ),
  cross: <path d="M4 4l8 8M12 4l-8 8" />,
  exit: <path d="M9.5 2.5h-6v11h6M6.5 8H14M11.5 5.5 14 8l-2.5 2.5" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {shapes[name]}
    </svg>
  );
}

/** The shield with the teeth of a wall. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        d="M16 2 28 6.5V15c0 7.4-4.9 12.6-12 15C8.9 27.6 4 22.4 4 15V6.5Z"
        className="mark-shield"
      />
      <path
        d="M10 12v9h3v-4.5a3 3 0 0 1 6 0V21h3v-9h-2.6v2h-2v-2h-2.8v2h-2v-2Z"
        className="mark-wall"
      />
    </svg>
  );
}
