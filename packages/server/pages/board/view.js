import { distanceText, durationText, instantText } from './texts.js';

/** An element with a class and what is in it; texts are set as texts, whatever they hold. */
function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content.filter((part) => part !== null && part !== undefined && part !== ''));
  return made;
}

function section(className, heading, ...content) {
  return element('section', className, element('h2', '', heading), ...content);
}

function bar(percent, label) {
  const progress = element('progress');
  progress.max = 100;
  progress.value = percent;
  progress.setAttribute('aria-label', label);
  return element('p', 'bar', progress, element('output', '', `${percent} %`));
}

function fact(term, ...definition) {
  return element('div', '', element('dt', '', term), element('dd', '', ...definition));
}

function nodes(connection) {
  return connection.edges.map(({ node }) => node);
}

/** The board as elements, in the order in which a customer asks. */
export function viewOf(board, texts, language) {
  const stages = nodes(board.stages);
  const milestones = nodes(board.milestones);
  const current = stages.find(({ id }) => id === board.currentStage?.id);
  const at = (instant) => instantText(instant, language);
  return [
    board.notice && section('notice', texts.notice, element('p', '', board.notice)),
    section('whole', texts.whole, bar(board.percent, texts.whole)),
    current &&
      section('now', texts.now, element('p', 'what', current.name), bar(current.percent, current.name)),
    board.nextStep &&
      section('next', texts.next, element('p', 'what', board.nextStep), expected(board, texts, language)),
    current && section('part', texts.part, element('p', '', current.customerPart ?? texts.nothing)),
    board.contact && section('contact', texts.contact, element('p', '', named(board.contact))),
    section(
      'stages',
      texts.stages,
      element('ol', '', ...stages.map((stage) => stageView(stage, milestones, texts, language))),
    ),
    section(
      'changes',
      texts.changes,
      element('ol', '', ...nodes(board.changes).map((change) => changeView(change, texts, at))),
    ),
  ].filter(Boolean);
}

function named({ name, title }) {
  return title ? `${name}, ${title}` : name;
}

function expected({ nextStepExpectedAt: instant }, texts, language) {
  if (!instant) return null;
  const text = `${texts.expected} ${distanceText(instant, language)} (${instantText(instant, language)})`;
  return element('p', 'when', text);
}

function stageView(stage, milestones, texts, language) {
  const milestone = milestones.find(({ position }) => position === stage.position);
  const facts = element(
    'dl',
    '',
    fact(texts.owner, stage.owner),
    fact(texts.duration, durationText(stage.expectedDuration, language)),
    ...(stage.customerPart ? [fact(texts.part, stage.customerPart)] : []),
    ...endOf(stage, texts, language),
    ...(milestone ? [fact(texts.milestone, milestoneText(milestone, texts))] : []),
  );
  const heading = element('h3', '', stage.name, element('span', 'badge', texts[stage.state]));
  const made = element('li', stage.state.toLowerCase(), heading);
  if (stage.state === 'CURRENT') {
    made.setAttribute('aria-current', 'step');
    made.append(bar(stage.percent, stage.name));
  }
  made.append(facts);
  return made;
}

function endOf({ state, finishedAt, expectedAt }, texts, language) {
  if (finishedAt) return [fact(texts.since, instantText(finishedAt, language))];
  return expectedAt && state !== 'SKIPPED' ? [fact(texts.until, instantText(expectedAt, language))] : [];
}

function milestoneText({ name, isKey, reachedAt }, texts) {
  return `${isKey ? '★ ' : ''}${name}${reachedAt ? ` (${texts.reached})` : ''}`;
}

function changeView(change, texts, at) {
  const what = [
    texts[change.kind],
    change.stage?.name,
    change.stagePercent !== null && `${change.stagePercent} %`,
  ];
  const time = element('time', '', at(change.at));
  time.dateTime = change.at;
  return element(
    'li',
    '',
    time,
    element('p', '', what.filter(Boolean).join(' · ')),
    change.nextStep && element('p', 'next-step', `${texts.next}: ${change.nextStep}`),
    change.note && element('p', 'note', change.note),
  );
}
