import { watch } from './live.js';
import { instantText, languageOf, textsOf } from './texts.js';
import { viewOf } from './view.js';

const QUERY = `subscription Board($board: ID!, $since: StreamPosition) {
  boardProgress(board: $board, since: $since) {
    kind epoch offset recovered
    board {
      id title state percent nextStep nextStepExpectedAt notice lastPostedAt
      currentStage { id }
      contact { name title }
      stages(first: 50, orderBy: { field: POSITION, direction: ASC }) {
        edges { node { id position name owner expectedDuration customerPart percent state finishedAt expectedAt } }
      }
      milestones(first: 50, orderBy: { field: POSITION, direction: ASC }) {
        edges { node { id position name isKey reachedAt } }
      }
      changes(first: 8, orderBy: { field: AT, direction: DESC }) {
        edges { node { id at kind stagePercent nextStep note stage { name } } }
      }
    }
  }
}`;

const language = languageOf(location.search, navigator.language);
const texts = textsOf(language);
const parts = Object.fromEntries(
  ['connection', 'title', 'state', 'board'].map((id) => [id, document.getElementById(id)]),
);
document.documentElement.lang = language;
document.title = texts.page;

/** The fragment stays in the browser: neither the server's log nor another site ever sees the token. */
const { token, board } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
let lastPostedAt;

function onState(state, detail) {
  parts.connection.dataset.state = state;
  const text = texts[detail ?? state];
  const isStale = state !== 'live' && lastPostedAt !== undefined;
  parts.connection.textContent = isStale
    ? `${text} ${texts.asOf} ${instantText(lastPostedAt, language)}`
    : text;
  // What one may not see any more is not left standing there.
  if (['refused', 'gone', 'archived'].includes(detail)) parts.board.hidden = true;
}

function onEvent({ board: shown }) {
  if (!shown) return;
  lastPostedAt = shown.lastPostedAt;
  document.title = `${shown.percent} % · ${shown.title}`;
  parts.title.textContent = shown.title;
  parts.state.textContent = `${texts[shown.state]} · ${texts.asOf} ${instantText(shown.lastPostedAt, language)}`;
  parts.board.replaceChildren(...viewOf(shown, texts, language));
  parts.board.hidden = false;
}

if (token && board) {
  const url = `${location.origin.replace(/^http/, 'ws')}/graphql`;
  const watching = watch({ url, token, language, query: QUERY, variables: { board }, onEvent, onState });
  addEventListener('online', watching.retry);
} else {
  onState('ended', 'incomplete');
}
addEventListener('hashchange', () => location.reload());
