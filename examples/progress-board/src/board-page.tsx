import type { BoardStateFragment } from '@candor/client';
import { useEffect } from 'preact/hooks';
import { Changes, changeText } from './changes.js';
import { Connection } from './connection.js';
import { Meter } from './meter.js';
import { useSetting } from './setting.js';
import { Stages } from './stages.js';
import { distanceText, instantText } from './times.js';
import { useBoard } from './use-board.js';

/** What one may not see any more is not left standing there. */
const HIDDEN_AFTER: ReadonlySet<string> = new Set(['refused', 'gone', 'archived']);

/** One board, live. */
export function BoardPage({ id }: { readonly id: string }) {
  const { texts } = useSetting();
  const { board: heard, state, latest, retry } = useBoard(id);
  const board = state.status === 'ended' && HIDDEN_AFTER.has(state.reason) ? undefined : heard;
  useEffect(() => {
    document.title = board ? `${board.percent} % · ${board.title}` : texts.page;
  }, [board, texts]);
  return (
    <>
      <Connection state={state} asOf={board?.lastPostedAt} retry={retry} />
      {board && <Board board={board} />}
      <p class="heard" aria-live="polite">
        {latest && changeText(latest, texts)}
      </p>
    </>
  );
}

function Board({ board }: { readonly board: BoardStateFragment }) {
  const { texts, language } = useSetting();
  const current = board.stages.edges.map(({ node }) => node).find(({ id }) => id === board.currentStage?.id);
  return (
    <>
      <header>
        <p class="badge" data-state={board.state}>
          {texts.states[board.state]}
        </p>
        <h1>{board.title}</h1>
        <p class="quiet">
          {texts.asOf} {instantText(board.lastPostedAt, language)}
        </p>
      </header>
      <main>
        {board.notice && (
          <section class="notice" aria-labelledby="notice">
            <h2 id="notice">{texts.notice}</h2>
            <p>{board.notice}</p>
          </section>
        )}
        <section class="overall" aria-labelledby="overall">
          <h2 id="overall">{texts.overall}</h2>
          <Meter percent={board.percent} label={texts.overall} />
        </section>
        <div class="facts">
          {current && <Fact id="now" heading={texts.now} text={current.name} detail={current.owner} />}
          {board.nextStep && (
            <Fact id="next" heading={texts.next} text={board.nextStep} detail={whenNext(board)} />
          )}
          <Fact
            id="part"
            heading={texts.part}
            text={current?.customerPart ?? texts.nothing}
            isAsked={Boolean(current?.customerPart)}
          />
          <Fact
            id="contact"
            heading={texts.contact}
            text={board.contact?.name ?? texts.nobody}
            detail={board.contact?.title}
          />
        </div>
        <Stages board={board} />
        <Changes board={board} />
      </main>
    </>
  );

  function whenNext({ nextStepExpectedAt: at }: BoardStateFragment): string | undefined {
    return at ? `${texts.expected} ${distanceText(at, language)} (${instantText(at, language)})` : undefined;
  }
}

function Fact({
  id,
  heading,
  text,
  detail,
  isAsked = false,
}: {
  readonly id: string;
  readonly heading: string;
  readonly text: string;
  readonly detail?: string | null | undefined;
  readonly isAsked?: boolean;
}) {
  return (
    <section class={isAsked ? 'asked' : undefined} aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      <p class="what">{text}</p>
      {detail && <p class="quiet">{detail}</p>}
    </section>
  );
}
