import { writeSync } from 'node:fs';
import { type Data, type Rivalry, send } from './rivalry.js';

const TEXT = [{ locale: 'en', text: 'On' }];
const BOARD = 'version stages(first: 10) { edges { node { id state } } }';
const READ = `query ($id: ID!) { node(id: $id) {
  ... on Customer { version name } ... on ProgressBoard { ${BOARD} } } }`;
const UPDATE = `mutation ($input: UpdateCustomerInput!) {
  updateCustomer(input: $input) { customer { version name } userErrors { code } } }`;
const UPSERT = `mutation ($input: UpsertCustomerInput!) {
  upsertCustomer(input: $input) { customer { version } userErrors { code } } }`;
const POST = `mutation ($input: PostProgressInput!) {
  postProgress(input: $input) { board { ${BOARD} } userErrors { code } } }`;

/**
 * Writers that change one record as fast as they can, each from what it has read, and write down what was
 * acknowledged and what was refused: the truth that the database is compared with, kept outside of it.
 */
const { url, token, kind, writers, each, customer, board } = JSON.parse(process.argv[2]!) as Rivalry;
const tally = { acknowledged: 0, conflicts: 0, withoutVersion: 0, other: [] as string[], upserts: 0 };

await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
writeSync(1, `report ${JSON.stringify(tally)}\n`);
process.exit(0);

async function write(writer: number): Promise<void> {
  let seen = await read();
  for (let n = 0; n < each; n++) {
    // One of the writers brings its changes as another system does, which knows no versions.
    if (kind === 'upsert' && writer === 0) {
      const externalId = { system: 'crm', value: 'one' };
      const { userErrors } = (await send(url, token, UPSERT, { input: { externalId, name: `upsert ${n}` } }))
        .upsertCustomer;
      if (userErrors.length > 0) tally.other.push(userErrors[0].code);
      else tally.upserts++;
      continue;
    }
    const payload = await change(seen);
    const [error] = payload.userErrors;
    const current = payload.customer ?? payload.board;
    if (!error) {
      tally.acknowledged++;
    } else if (error.code === 'CONFLICT') {
      tally.conflicts++;
      if (!(current?.version > seen.version)) tally.withoutVersion++;
    } else {
      tally.other.push(error.code);
    }
    // What the loser is told is what it goes on from.
    seen = current ?? (await read());
  }
}

async function change(seen: Data): Promise<Data> {
  if (kind === 'boards') {
    // From stage to stage and back: all stages change in one flush.
    const stageId = seen.stages.edges.find(({ node }: Data) => node.state !== 'CURRENT').node.id;
    const input = { boardId: board, version: seen.version, stageId, percent: 0, note: TEXT, nextStep: TEXT };
    return (await send(url, token, POST, { input })).postProgress;
  }
  // It says what it was decided on; the database writes down what it was put upon.
  const name = `after ${seen.version}`;
  const input = { customerId: customer, version: seen.version, name };
  return (await send(url, token, UPDATE, { input })).updateCustomer;
}

async function read(): Promise<Data> {
  const id = kind === 'boards' ? board : customer;
  return (await send(url, token, READ, { id })).node;
}
