import { SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, type RefObject } from 'react';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';
import { liveFilters, type LiveFilterName } from './live-filter';

export function FilterChoice(props: {
  filter: LiveFilterName;
  choose: (filter: LiveFilterName) => void;
}) {
  const { filter, choose } = props;
  const { t } = useWords();
  const filters = useMemo(
    () =>
      liveFilters.map((name) => ({
        value: name,
        label: name === 'all' ? t('live.all') : t(`live.only_${name}`),
      })),
    [t],
  );
  return (
    <SegmentedControl
      size="xs"
      data={filters}
      value={filter}
      aria-label={t('live.filter')}
      onChange={(value) => choose(value as LiveFilterName)}
    />
  );
}

export function Pending({ count, show }: { count: number; show: () => void }) {
  const { t, f } = useWords();
  if (count <= 0) return null;
  return (
    <button
      type="button"
      className="pill"
      data-testid="pending"
      title={t('live.pending_hint')}
      onClick={show}
    >
      {t('live.pending', { count: f.number(count, 0) })}
      <Icon name="up" size={14} />
    </button>
  );
}

export function SearchField(props: {
  fieldRef: RefObject<HTMLInputElement | null>;
  search: string;
  change: (search: string) => void;
}) {
  const { fieldRef, search, change } = props;
  const { t } = useWords();
  return (
    <TextInput
      ref={fieldRef}
      className="search"
      size="xs"
      value={search}
      maxLength={60}
      aria-label={t('live.search_label')}
      placeholder={t('live.search')}
      leftSection={<Icon name="search" size={14} />}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
