import { CandorError, MyBoardsDocument, type MyBoardsQuery } from '@candor/client';
import { useEffect, useState } from 'preact/hooks';
import { addressFor } from './address.js';
import { Meter } from './meter.js';
import { useSetting } from './setting.js';

type Boards = NonNullable<NonNullable<NonNullable<MyBoardsQuery['viewer']>['customer']>['boards']>;

/** Everything that goes on for the customer whose token it is. */
export function ListPage() {
  const { client, token, texts } = useSetting();
  const [boards, setBoards] = useState<Boards['edges']>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    document.title = texts.boards;
    client.query(MyBoardsDocument, { first: 50 }).then(
      ({ viewer }) => setBoards(viewer?.customer?.boards?.edges ?? []),
      (error: unknown) => setProblem(isRefused(error) ? texts.refused : texts.failed),
    );
  }, [client, texts]);

  return (
    <>
      <header>
        <h1>{texts.boards}</h1>
      </header>
      <main>
        <p role="status">{problem ?? (boards ? boards.length === 0 && texts.noBoards : texts.loading)}</p>
        <ul class="boards">
          {boards?.map(({ node }) => (
            <li key={node.id}>
              <a href={addressFor(token, node.id)}>
                <span class="badge" data-state={node.state}>
                  {texts.states[node.state]}
                </span>
                <strong>{node.title}</strong>
              </a>
              <Meter percent={node.percent} label={node.title} />
              {node.nextStep && (
                <p class="quiet">
                  {texts.next}: {node.nextStep}
                </p>
              )}
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}

function isRefused(error: unknown): boolean {
  return error instanceof CandorError && error.code === 'UNAUTHENTICATED';
}
