import type { WatchState } from '@candor/client';
import { useSetting } from './setting.js';
import { instantText } from './times.js';

/** Says how things stand: never that something is live when it is not. */
export function Connection({
  state,
  asOf,
  retry,
}: {
  readonly state: WatchState;
  /** When what is shown was true, as far as anything is shown. */
  readonly asOf: string | undefined;
  retry(): void;
}) {
  const { texts, language } = useSetting();
  const text = state.status === 'ended' ? texts[state.reason] : texts[state.status];
  return (
    <div class="connection" data-state={state.status}>
      <p role="status">
        <span class="lamp" aria-hidden="true" />
        <strong>{text}</strong>
        {state.status === 'waiting' && <span> {texts.stale}</span>}
        {state.status !== 'live' && asOf && (
          <span class="as-of">
            {texts.asOf} {instantText(asOf, language)}
          </span>
        )}
      </p>
      {state.status === 'waiting' && (
        <button type="button" onClick={retry}>
          {texts.retry}
        </button>
      )}
    </div>
  );
}
