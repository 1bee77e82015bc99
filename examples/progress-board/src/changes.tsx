import type { BoardChangeFactsFragment, BoardStateFragment } from '@candor/client';
import { useSetting } from './setting.js';
import type { Texts } from './texts.js';
import { instantText } from './times.js';

/** What has happened, the newest first. */
export function Changes({ board }: { readonly board: BoardStateFragment }) {
  const { texts, language } = useSetting();
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{texts.changes}</h2>
      <ol class="changes">
        {board.changes.edges.map(({ node }) => (
          <li key={node.id}>
            <time dateTime={node.at}>{instantText(node.at, language)}</time>
            <p>{changeText(node, texts)}</p>
            {node.nextStep && (
              <p class="quiet">
                {texts.next}: {node.nextStep}
              </p>
            )}
            {node.note && <p class="note">{node.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One change in one line. */
export function changeText({ kind, stage, stagePercent }: BoardChangeFactsFragment, texts: Texts): string {
  return [texts.kinds[kind], stage?.name, stagePercent !== null && `${stagePercent} %`]
    .filter(Boolean)
    .join(' · ');
}
