import type { Teardown } from '../api/client';
import { plain } from '../format/text';
import { useWords } from '../i18n';
import { Icon } from './icons';
import { tellTeardown } from './teardown';

export function TeardownPanel({ records }: { records: readonly Teardown[] }) {
  const { t, f } = useWords();
  const story = tellTeardown(records);
  if (!story) return null;
  const icon =
    story.outcome === 'confirmed' ? 'pass' : story.outcome === 'failed' ? 'alert' : 'clock';
  return (
    <section
      className="panel teardown"
      data-outcome={story.outcome}
      data-testid="teardown"
      aria-labelledby="teardown-title"
    >
      <header>
        <h2 id="teardown-title">{t('drop.progress')}</h2>
        {story.actor && (
          <span className="dim">{t('drop.by', { actor: plain(story.actor, 64) })}</span>
        )}
      </header>
      <div className="body">
        <p className="outcome" role="status">
          <Icon name={icon} />
          {t(story.headline)}
        </p>
        {story.failure && <p className="bad">{plain(story.failure, 96)}</p>}
        <ol className="steps">
          {story.steps.map((step) => (
            <li
              key={step.key}
              data-done={step.done}
              data-bad={!step.done && story.outcome === 'failed'}
            >
              <Icon
                name={step.done ? 'pass' : story.outcome === 'failed' ? 'cross' : 'clock'}
                size={14}
              />
              <span>{t(step.key)}</span>
              <span className="dim">
                {step.at
                  ? f.timeMs(new Date(step.at))
                  : story.outcome === 'running'
                    ? t('drop.waiting')
                    : '—'}
              </span>
            </li>
          ))}
        </ol>
        {story.cause && (
          <p className="dim">
            {t('drop.cause')}: {plain(story.cause, 96)}
          </p>
        )}
      </div>
    </section>
  );
}
