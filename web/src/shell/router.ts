// The address after `#` names the page, so the server needs to know only one document.

import { useSyncExternalStore } from 'react';

export interface Place {
  page: string; // first segment, `live` when there is none
  rest: string[];
  query: URLSearchParams;
}

export function parsePlace(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [page = '', ...rest] = path
    .split('/')
    .filter(Boolean)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
  return { page: page || 'live', rest, query: new URLSearchParams(search) };
}

export function go(path: string, options: { replace?: boolean } = {}) {
  const target = `#/${path}`;
  if (options.replace) {
    history.replaceState(null, '', target);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else if (location.hash !== target) {
    location.hash = target;
  }
}

const subscribe = (changed: () => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

let lastHash = '';
let lastPlace: Place = parsePlace('');

function current(): Place {
  if (location.hash !== lastHash) {
    lastHash = location.hash;
    lastPlace = parsePlace(lastHash);
  }
  return lastPlace;
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, current);
}
