import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Handover, Shift } from '../api/client';
import { errorWords, useRight } from '../api/queries';
import { useActor } from '../desk/actions';
import { DeskLevelBadge, nameOf } from '../desk/marks';
import { ShiftControls } from '../desk/ShiftControls';
import { useAcceptHandover, useOfferHandover, useShift } from '../desk/shift';
import { useServerNow } from '../feed/feed';
import { duration } from '../format/format';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from '../parts/icons';

type Member = Shift['on_shift'][number];

/** What keeps an alarm from reaching this person; nothing when all is well. */
function troublesOf(member: Member): ('absent' | 'frozen' | 'hidden' | 'mute')[] {
  if (member.consoles.length === 0) return ['absent'];
  // One console that is well is enough.
  if (member.consoles.some((console) => console.trouble.length === 0)) return [];
  return member.consoles[0]!.trouble;
}

function Person({ member }: { member: Member }) {
  const { t, f } = useWords();
  const now = useServerNow();
  const troubles = member.break_since ? [] : troublesOf(member);
  return (
    <tr data-testid="member" data-actor={member.actor} data-trouble={troubles.join(' ')}>
      <th scope="row">
        <b>{plain(member.name, 64) || nameOf(member.actor)}</b>
      </th>
      <td>{f.time(new Date(member.started_at)).slice(0, 5)}</td>
      <td>
        {member.break_since
          ? t('shift.on_break', { time: duration(now - Date.parse(member.break_since)) })
          : t('shift.at_work')}
      </td>
      <td>
        {troubles.length === 0 ? (
          <span className="good row tight">
            <Icon name="pass" size={13} />
            {t(member.break_since ? 'shift.not_needed' : 'console.well')}
          </span>
        ) : (
          <span className="bad row tight">
            <Icon name="alert" size={13} />
            {troubles.map((trouble) => t(`console.${trouble}`)).join(', ')}
          </span>
        )}
      </td>
    </tr>
  );
}

function People({ shift }: { shift: Shift }) {
  const { t } = useWords();
  return (
    <section className="panel" aria-labelledby="people-title">
      <header>
        <h2 id="people-title">{t('shift.people')}</h2>
        <ShiftControls />
      </header>
      {shift.on_shift.length === 0 ? (
        <p className="body dim">{t('shift.nobody')}</p>
      ) : (
        <table className="figures case-table">
          <thead>
            <tr>
              <th scope="col">{t('shift.name')}</th>
              <th scope="col">{t('shift.since')}</th>
              <th scope="col">{t('queue.state')}</th>
              <th scope="col">{t('shift.console')}</th>
            </tr>
          </thead>
          <tbody>
            {shift.on_shift.map((member) => (
              <Person key={member.actor} member={member} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Standing({ it }: { it: Handover }) {
  const { t, f } = useWords();
  const cases = it.standing.cases ?? [];
  return (
    <>
      <p className="soft">{t('handover.standing', { cases: f.number(cases.length, 0) })}</p>
      <ul className="plain-list">
        {cases.slice(0, 12).map((one) => (
          <li key={one.id} className="row tight">
            <DeskLevelBadge level={one.level} />
            <a href={`#/desk/${one.id}`}>{t('case.title', { id: one.id.slice(-6) })}</a>
            <span className="dim">{one.holder ? nameOf(one.holder) : t('case_state.waiting')}</span>
          </li>
        ))}
        {it.risks.map((risk) => (
          <li key={risk.what}>
            {plain(risk.what, 200)}
            <span className="dim">
              {' · '}
              {plain(risk.owner, 96)} · {f.dateTime(new Date(risk.next_check))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Given({ it }: { it: Handover }) {
  const { t, f } = useWords();
  const actor = useActor();
  const mayLead = useRight('lead_shift');
  const accept = useAcceptHandover();
  return (
    <section className="panel" data-testid="handover" data-accepted={it.accepted_by !== undefined}>
      <header>
        <h2>{t('handover.from', { name: nameOf(it.from), time: f.dateTime(new Date(it.at)) })}</h2>
        {it.accepted_by ? (
          <span className="good">{t('handover.accepted', { name: nameOf(it.accepted_by) })}</span>
        ) : mayLead && it.from !== actor ? (
          <Button
            size="xs"
            onClick={() => accept.mutate(it.id)}
            loading={accept.isPending}
            data-testid="handover-accept"
          >
            {t('handover.accept')}
          </Button>
        ) : (
          <span className="warn">{t('handover.waits')}</span>
        )}
      </header>
      <div className="body stack tight">
        {it.note && <p>{plain(it.note, 400)}</p>}
        <Standing it={it} />
        {accept.isError && <p className="bad">{errorWords(accept.error, t)}</p>}
      </div>
    </section>
  );
}

interface RiskFields {
  what: string;
  setWhat: (text: string) => void;
  owner: string;
  setOwner: (text: string) => void;
  hours: string;
  setHours: (text: string) => void;
  missing: boolean;
}

/** What may go wrong, who minds it and when it is looked at next. */
function Risk({ what, setWhat, owner, setOwner, hours, setHours, missing }: RiskFields) {
  const { t } = useWords();
  return (
    <div className="row top">
      <TextInput
        className="grow"
        label={t('handover.risk')}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
        maxLength={200}
      />
      <TextInput
        label={t('handover.owner')}
        value={owner}
        onChange={(event) => setOwner(event.currentTarget.value)}
        maxLength={96}
        error={missing ? t('handover.both') : undefined}
      />
      <TextInput
        label={t('handover.hours')}
        value={hours}
        onChange={(event) => setHours(event.currentTarget.value.replace(/\D/g, ''))}
        inputMode="numeric"
        maxLength={2}
      />
    </div>
  );
}

function Offer() {
  const { t } = useWords();
  const [note, setNote] = useState('');
  const [what, setWhat] = useState('');
  const [owner, setOwner] = useState('');
  const [hours, setHours] = useState('2');
  const offer = useOfferHandover();
  const half = what.trim().length > 0 !== owner.trim().length > 0;
  const submit = () => {
    const next = new Date(Date.now() + Math.max(1, Number(hours) || 1) * 3_600_000).toISOString();
    const risk = { what: what.trim(), owner: owner.trim(), next_check: next };
    offer.mutate({ note: note.trim(), risks: what.trim().length >= 3 ? [risk] : [] });
  };
  return (
    <section className="panel" aria-labelledby="offer-title">
      <header>
        <h2 id="offer-title">{t('handover.title')}</h2>
      </header>
      <form
        className="body stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!half) submit();
        }}
      >
        <p className="soft">{t('handover.text')}</p>
        <Textarea
          label={t('handover.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={400}
          rows={2}
        />
        <Risk {...{ what, setWhat, owner, setOwner, hours, setHours }} missing={half} />
        {offer.isError && <p className="bad">{errorWords(offer.error, t)}</p>}
        <div className="row">
          <span className="grow" />
          <Button
            type="submit"
            loading={offer.isPending}
            disabled={half}
            data-testid="handover-offer"
          >
            {t('handover.offer')}
          </Button>
        </div>
      </form>
    </section>
  );
}

/** The lead's board: who is on, whose console cannot be reached, what is handed over. */
export function ShiftPage() {
  const { t } = useWords();
  const shift = useShift();
  const mayLead = useRight('lead_shift');
  if (!shift.data) {
    return <p className="empty">{shift.isError ? errorWords(shift.error, t) : t('app.loading')}</p>;
  }
  return (
    <>
      <div className="page-head">
        <h1>{t('nav.shift')}</h1>
        <span className="grow" />
        <a href="#/wall">{t('nav.wall')}</a>
      </div>
      <People shift={shift.data} />
      {mayLead && <Offer />}
      {shift.data.handovers.map((it) => (
        <Given key={it.id} it={it} />
      ))}
    </>
  );
}
