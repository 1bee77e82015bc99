import { CodedError, type Session } from '@candor/kernel/graphql';
import { LIVE_ENDS, type Results } from '@candor/kernel/live';
import { type ExecutionArgs, type ExecutionResult, type GraphQLError, OperationTypeNode } from 'graphql';
import { type Context, makeServer, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { socketFacts } from './facts.js';
import type { FrameWriter } from './frames.js';
import type { Holdings } from './holdings.js';
import { inOnePiece } from './one-piece.js';
import { clientOf, type Operations, type Runnable } from './operations.js';
import { Pouring } from './pouring.js';
import { CLOSE, closeFor, SOCKET_LIMITS } from './socket-limits.js';
import { Turnstile } from './turnstile.js';

/** What is known of a socket, beside what graphql-ws knows. */
export interface Connection {
  readonly socket: WebSocket;
  readonly writer: FrameWriter;
  readonly requestId: string;
  readonly address: string | undefined;
  /** The language that its request asked for. */
  readonly language: string | undefined;
  /** Set once the socket is acknowledged. */
  session?: Session;
  /** How many operations it has begun; tells them apart in the log. */
  begun: number;
}

type Parameters = Record<string, unknown>;

/** An operation on a socket, carried through graphql-ws as the context value. */
interface Started extends Runnable {
  readonly id: string;
  readonly connection: Connection;
  readonly session: Session;
}

/** How many sockets are acknowledged and subscriptions begun at a time; the rest of the process goes on beside them. */
const BEGINNING = 32;

/** graphql-transport-ws with the engine behind it. `initTimeout` is in milliseconds. */
export function socketProtocol(
  operations: Operations,
  holdings: Holdings,
  initTimeout: number,
): Server<Connection> {
  const turnstile = new Turnstile(BEGINNING);
  return makeServer<Parameters, Connection>({
    schema: operations.engine.schema,
    connectionInitWaitTimeout: initTimeout,
    onConnect: (context) => turnstile.pass(() => connect(operations, holdings, context)),
    onSubscribe: ({ extra, subscriptions }, id, payload) => {
      extra.begun += 1;
      const requestId = inOnePiece(`${extra.requestId}.${extra.begun}`);
      if (Object.keys(subscriptions).length > SOCKET_LIMITS.subscriptions) {
        const message = `One socket runs at most ${SOCKET_LIMITS.subscriptions} operations at a time.`;
        return [operations.masked(new CodedError('RATE_LIMITED', message), requestId)];
      }
      const selected = operations.select(payload, requestId, sessionOf(extra).actor);
      if ('errors' in selected) return selected.errors;
      // A session is one object, by which the subscriptions that hang on it are found when it ends.
      const session =
        selected.kind === OperationTypeNode.SUBSCRIPTION ? sessionOf(extra) : renamed(extra, requestId);
      return argumentsOf(operations, { ...selected, id, connection: extra, session });
    },
    execute: ({ contextValue }) => {
      const { session, connection, ...selected } = started(contextValue);
      return operations.run(selected, session, clientOf(connection.socket));
    },
    subscribe: ({ contextValue }) =>
      turnstile.pass(() => subscribe(operations, holdings, started(contextValue))),
    onNext: (_context, _id, _payload, { contextValue }, result) => {
      if (!result.errors) return undefined;
      const { requestId } = started(contextValue).session.facts;
      const { errors = [], ...rest } = operations.maskedResult(result as ExecutionResult, requestId);
      return { ...rest, errors: errors.map((error) => error.toJSON()) };
    },
    onError: ({ extra }, _id, _payload, errors) =>
      errors.map((error) => {
        const { requestId = extra.requestId } = error.extensions;
        return operations.masked(error, String(requestId)).toJSON();
      }),
  });
}

/** Whether the socket is acknowledged; its session ends with the close code that the reason asks for. */
async function connect(
  operations: Operations,
  holdings: Holdings,
  context: Context<Parameters, Connection>,
): Promise<boolean> {
  const { socket, language, requestId, address } = context.extra;
  const headers = { 'accept-language': language };
  // It may have had to wait, and gone meanwhile.
  if (socket.readyState !== socket.OPEN) return false;
  const facts = () => socketFacts(headers, context.connectionParams, requestId, address);
  const session = await operations.authenticate(facts, requestId).catch((error: GraphQLError) => {
    // Out of reach is no refusal: the client is to come back with the same token.
    if (error.extensions.code !== 'UNAUTHENTICATED') closeFor(socket, CLOSE.tryLater, 'Try again later');
    return undefined;
  });
  if (!session || socket.readyState !== socket.OPEN) return false;
  if (!holdings.take(session.actor, 'connections')) {
    // One of the others may be dead already, and is found out soon.
    closeFor(socket, CLOSE.tryLater, 'Too many connections of this actor');
    return false;
  }
  context.extra.session = session;
  const stop = operations.engine.watch(session, (reason) => {
    const { closeCode, message } = LIVE_ENDS[reason];
    if (closeCode !== null) closeFor(socket, closeCode, message);
  });
  socket.once('close', () => {
    stop();
    holdings.release(session.actor, 'connections');
  });
  return true;
}

/** Starts a subscription. Its results are written past graphql-ws, which is told only when it is over. */
async function subscribe(
  operations: Operations,
  holdings: Holdings,
  { id, connection, operation, session }: Started,
): Promise<Results | ExecutionResult> {
  const { requestId } = session.facts;
  const results = await operations.subscribe(operation, session, holdings);
  if (!(Symbol.asyncIterator in results)) return results;
  const idInJson = Buffer.from(JSON.stringify(id));
  return new Pouring(results, (result, flow) => {
    // What failed names the request it failed in, so it is nobody else's.
    const shown = result.errors ? operations.maskedResult(result, requestId) : result;
    return connection.writer.next(idInJson, shown, flow);
  });
}

function argumentsOf(operations: Operations, contextValue: Started): ExecutionArgs {
  const { document, operationName, variables } = contextValue.operation;
  return {
    schema: operations.engine.schema,
    document,
    operationName: operationName ?? null,
    variableValues: variables,
    contextValue,
  };
}

function started(contextValue: unknown): Started {
  return contextValue as Started;
}

function sessionOf({ session }: Connection): Session {
  if (!session) throw new Error('An operation has begun on a socket that is not acknowledged.');
  return session;
}

/** The session of one query or mutation, with a request id of its own. */
function renamed(connection: Connection, requestId: string): Session {
  const { actor, facts } = sessionOf(connection);
  return { actor, facts: { ...facts, requestId } };
}
