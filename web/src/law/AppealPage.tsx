import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, api, ask, type Schemas } from '../api/client';
import { errorWords } from '../api/queries';
import { zoneLabel } from '../format/format';
import { plain } from '../format/text';
import { useWords, type Say } from '../i18n';
import { Mark } from '../parts/icons';
import { LanguageSwitch, ThemeSwitch } from '../shell/Preferences';
import { usePlace } from '../shell/router';

type Status = Schemas['appeal_status'];

const toUtc = (local: string) => new Date(`${local}:00+05:00`).toISOString();

function faultWords(error: Error, t: Say): string {
  if (error instanceof ApiError) {
    if (error.code === 'too_many_attempts') return t('appeal.too_many');
    if (error.code === 'not_found') return t('appeal.no_case');
    if (error.code === 'invalid_body') return t('appeal.incomplete');
  }
  return errorWords(error, t);
}

function Fault({ error }: { error: Error | null }) {
  const { t } = useWords();
  if (!error) return null;
  return (
    <p className="notice notice-bad" role="alert" data-testid="appeal-error">
      {faultWords(error, t)}
    </p>
  );
}

interface Said {
  call: string;
  caller: string;
  at: string;
  contact: string;
  words: string;
}
const nothing: Said = { call: '', caller: '', at: '', contact: '', words: '' };

function bodyOf(said: Said) {
  return {
    ...(said.call ? { call: said.call.trim().toLowerCase() } : {}),
    ...(said.caller ? { caller: said.caller.replace(/[^\d+]/g, '') } : {}),
    ...(said.at ? { called_at: toUtc(said.at) } : {}),
    ...(said.contact ? { contact: said.contact } : {}),
    ...(said.words ? { words: said.words } : {}),
  };
}

function AppealFields({ said, say }: { said: Said; say: (part: Partial<Said>) => void }) {
  const { t } = useWords();
  return (
    <>
      <TextInput
        label={t('appeal.call')}
        description={t('appeal.call_hint')}
        name="call"
        value={said.call}
        maxLength={16}
        spellCheck={false}
        onChange={(event) => say({ call: event.currentTarget.value })}
      />
      <TextInput
        label={t('appeal.caller')}
        description={t('appeal.caller_hint')}
        name="caller"
        inputMode="tel"
        value={said.caller}
        maxLength={20}
        onChange={(event) => say({ caller: event.currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        label={`${t('appeal.at')}, ${zoneLabel}`}
        name="at"
        value={said.at}
        onChange={(event) => say({ at: event.currentTarget.value })}
      />
      <Textarea
        label={t('appeal.words')}
        name="words"
        autosize
        minRows={2}
        value={said.words}
        maxLength={2000}
        onChange={(event) => say({ words: event.currentTarget.value })}
      />
      <TextInput
        label={t('appeal.contact')}
        description={t('appeal.contact_hint')}
        name="contact"
        value={said.contact}
        maxLength={200}
        onChange={(event) => say({ contact: event.currentTarget.value })}
      />
    </>
  );
}

function FileAppeal() {
  const { t, f } = useWords();
  const place = usePlace();
  const [said, setSaid] = useState({ ...nothing, call: place.query.get('id') ?? '' });
  const file = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/appeals', { body: bodyOf(said) })),
  });
  if (file.data) {
    return (
      <div className="panel" role="status">
        <div className="body stack">
          <p>{t('appeal.filed')}</p>
          <b className="case-number number" data-testid="case-number">
            {file.data.case_number}
          </b>
          <p className="soft">
            {t('appeal.answer_by', { at: f.dateTime(new Date(file.data.answer_by)) })}
          </p>
        </div>
      </div>
    );
  }
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault();
        file.mutate();
      }}
    >
      <div className="body stack">
        <p className="soft">{t('appeal.text')}</p>
        <AppealFields said={said} say={(part) => setSaid({ ...said, ...part })} />
        <Fault error={file.error} />
        <Button type="submit" loading={file.isPending} data-testid="appeal-file">
          {t('appeal.file')}
        </Button>
      </div>
    </form>
  );
}

function Told({ status }: { status: Status }) {
  const { t, f } = useWords();
  return (
    <div role="status" data-testid="appeal-told" data-state={status.state}>
      <b>{t(`appeal.state_${status.state}`)}</b>
      {status.state === 'open' && (
        <p>{t('appeal.answer_by', { at: f.dateTime(new Date(status.answer_by)) })}</p>
      )}
      {status.reason && status.state !== 'lapsed' && <p>{plain(status.reason, 1000)}</p>}
    </div>
  );
}

function AskStatus() {
  const { t } = useWords();
  const [number, setNumber] = useState('');
  const look = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/appeals/status', { body: { case_number: number.trim().toUpperCase() } }),
      ),
  });
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault();
        look.mutate();
      }}
    >
      <header>
        <h2>{t('appeal.status')}</h2>
      </header>
      <div className="body stack">
        <TextInput
          label={t('appeal.case_number')}
          name="case_number"
          value={number}
          maxLength={19}
          required
          spellCheck={false}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Fault error={look.error} />
        {look.data && <Told status={look.data} />}
        <Button type="submit" variant="default" loading={look.isPending} data-testid="appeal-look">
          {t('appeal.look')}
        </Button>
      </div>
    </form>
  );
}

/** For people without an account whose calls were refused. */
export function AppealPage() {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${t('appeal.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className="signin appeal">
      <div className="signin-top">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <main className="signin-box">
        <div className="signin-brand">
          <Mark size={50} />
          <h1>
            <b>{t('appeal.title')}</b>
            <span className="dim small">{t('app.name')}</span>
          </h1>
        </div>
        <FileAppeal />
        <AskStatus />
      </main>
    </div>
  );
}
