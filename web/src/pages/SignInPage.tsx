import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { ApiError, api, ask } from '../api/client';
import { errorWords, sessionKey, useAbout } from '../api/queries';
import { plain } from '../format/text';
import { useWords, type Say } from '../i18n';
import { Icon, Mark } from '../parts/icons';
import { LanguageSwitch, ThemeSwitch } from '../shell/Preferences';
import { DemoStrip } from '../shell/Strips';

function DemoUsers({ use }: { use: (name: string) => void }) {
  const { t } = useWords();
  const about = useAbout();
  const users = about.data?.demonstration_users ?? [];
  if (!about.data?.demonstration || users.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="demo-title" data-testid="demo-users">
      <header>
        <h2 id="demo-title">{t('signin.demo_title')}</h2>
      </header>
      <div className="body stack">
        <p className="soft">{t('signin.demo_text')}</p>
        {users.map((user) => {
          const name = plain(user.name, 64);
          return (
            <button
              key={name}
              type="button"
              className="demo-user"
              onClick={() => use(user.name)}
              title={t('signin.demo_use', { name })}
            >
              <b>{name}</b>
              <span className="dim">{t(`role.${user.role}`)}</span>
            </button>
          );
        })}
      </div>
    </section>
  );
}

function faultWords(error: Error | null, t: Say): string {
  return !error
    ? ''
    : !(error instanceof ApiError)
      ? t('error.unreachable')
      : error.code === 'wrong_credentials'
        ? t('signin.wrong')
        : error.code === 'too_many_attempts'
          ? t('signin.too_many')
          : errorWords(error, t);
}

function Brand() {
  const { t } = useWords();
  return (
    <div className="signin-brand">
      <Mark size={50} />
      <h1>
        <b>{t('app.name')}</b>
        <span className="dim small">{t('app.subtitle')}</span>
      </h1>
    </div>
  );
}

function Notices({ expired, words }: { expired: boolean; words: string }) {
  const { t } = useWords();
  return (
    <>
      {expired && !words && (
        <p className="notice notice-info" role="status">
          {t('signin.expired')}
        </p>
      )}
      {words && (
        <p className="notice notice-bad" role="alert" data-testid="sign-in-error">
          <Icon name="alert" />
          {words}
        </p>
      )}
    </>
  );
}

interface CredentialsProps {
  name: string;
  setName: (name: string) => void;
  password: string;
  setPassword: (password: string) => void;
  passwordField: RefObject<HTMLInputElement | null>;
}

function Credentials(props: CredentialsProps) {
  const { name, setName, password, setPassword, passwordField } = props;
  const { t } = useWords();
  return (
    <>
      <TextInput
        label={t('signin.name')}
        name="name"
        value={name}
        autoComplete="username"
        autoFocus
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        required
        withAsterisk={false}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PasswordInput
        ref={passwordField}
        label={t('signin.password')}
        name="password"
        value={password}
        autoComplete="current-password"
        maxLength={256}
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('signin.show_password'), tabIndex: 0 }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </>
  );
}

export function SignInPage({ expired }: { expired: boolean }) {
  const { t } = useWords();
  const about = useAbout();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const passwordField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = `${t('signin.title')} · ${t('app.name')}`;
  }, [t]);
  const signIn = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/session', { body: { name: name.trim(), password } })),
    onSuccess: (session) => queries.setQueryData(sessionKey, session),
    onError: () => {
      setPassword('');
      passwordField.current?.focus();
    },
  });
  const words = faultWords(signIn.error, t);
  return (
    <div className="signin">
      {about.data?.demonstration && <DemoStrip />}
      <div className="signin-top">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <main className="signin-box">
        <Brand />
        <form
          className="panel signin-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (name && password) signIn.mutate();
          }}
        >
          <Notices expired={expired} words={words} />
          <Credentials
            name={name}
            setName={setName}
            password={password}
            setPassword={setPassword}
            passwordField={passwordField}
          />
          <Button type="submit" loading={signIn.isPending} mt={4} fullWidth>
            {t('signin.submit')}
          </Button>
        </form>
        <a href="#/appeal" className="appeal-link">
          {t('appeal.link')}
        </a>
        <DemoUsers
          use={(chosen) => {
            setName(chosen);
            passwordField.current?.focus();
          }}
        />
      </main>
    </div>
  );
}
