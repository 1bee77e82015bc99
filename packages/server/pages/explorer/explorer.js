import { actorSwitch } from './actors.js';
import { examples, LAST_BOARD } from './examples.js';
import { fetcherFor, HTTP } from './fetcher.js';

const { GraphiQL, React, ReactDOM } = globalThis;

const part = (id) => document.getElementById(id);
const root = ReactDOM.createRoot(part('explorer'));
const storage = GraphiQL.createLocalStorage({ namespace: 'candor-explorer' });
/** Under which GraphiQL keeps the tabs. */
const TAB_KEYS = ['tabState', 'query', 'variables', 'operationName'].map((key) => `graphiql:${key}`);

let asking;
let tabs;
let edition = 0;

/** Asks with a token from now on. What ran for the actor before is over. */
function ask(token) {
  const over = asking;
  // Another fetcher makes GraphiQL read the schema again, which not every actor may.
  asking = fetcherFor(token);
  if (tabs) render();
  over?.dispose();
}

function render() {
  const options = {
    fetcher: asking.fetcher,
    defaultTabs: tabs,
    defaultEditorToolsVisibility: 'variables',
    inputValueDeprecation: true,
    shouldPersistHeaders: false,
    storage,
  };
  root.render(React.createElement(GraphiQL, { key: edition, ...options }));
}

/** The id of the board that the examples are about; none for whoever sees none. */
async function lastBoard() {
  const response = await fetch(HTTP, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...asking.headers },
    body: JSON.stringify({ query: LAST_BOARD }),
  }).catch(() => undefined);
  const answer = await response?.json();
  return answer?.data?.boards?.edges[0]?.node.id;
}

async function restore() {
  for (const key of TAB_KEYS) storage.removeItem(key);
  tabs = examples(await lastBoard());
  edition += 1;
  render();
}

const elements = { select: part('actor'), own: part('own'), input: part('token'), notice: part('notice') };
ask(await actorSwitch(elements, ask));
tabs = examples(await lastBoard());
render();
part('restore').addEventListener('click', restore);
