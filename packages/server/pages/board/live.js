/**
 * Watches one board over graphql-transport-ws, without a library: it goes on behind the last event it has
 * seen, comes back by itself after a break, and says at any time how things stand.
 * The protocol: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */

const PROTOCOL = 'graphql-transport-ws';
/** Between two questions whether the other side is there; without an answer to one there is no second. */
const PING_EVERY = 12_000;
/** How long the other side may take to greet. */
const GREETING_WITHIN = 8_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/** Closed for a reason that is the same next time. */
const FINAL_CODES = new Set([1002, 1008, 4400, 4406]);
/** Closed because the token does not count, or does not any more. */
const FORBIDDEN = 4403;

/**
 * @param {object} options
 * @param {string} options.url of the socket, such as `wss://care.example.org/graphql`
 * @param {string} options.token of a customer, a staff member or a share link
 * @param {string} options.language as a BCP 47 tag
 * @param {string} options.query with one subscription field and the variable `since`
 * @param {object} options.variables beside `since`
 * @param {(event: object) => void} options.onEvent gets every event once and in order
 * @param {(state: string, detail?: string) => void} options.onState gets `connecting`, `live`, `waiting`
 *   (it will try again) or, at the end of all, `ended` with `archived`, `refused`, `gone` or `failed`
 * @returns {{ stop(): void, retry(): void }} `retry` makes an attempt now instead of waiting
 */
export function watch({ url, token, language, query, variables, onEvent, onState }) {
  let socket;
  let timer;
  let pinging;
  let since;
  let failures = 0;
  let isOver = false;

  function end(reason) {
    isOver = true;
    close();
    if (reason) onState('ended', reason);
  }

  function close() {
    clearTimeout(timer);
    clearInterval(pinging);
    const closing = socket;
    socket = undefined;
    closing?.close(1000);
  }

  /** Half of the pause is chance, so that many who were cut off together do not come back together. */
  function comeBack() {
    close();
    const pause = Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE);
    failures += 1;
    onState('waiting');
    timer = setTimeout(connect, pause / 2 + (Math.random() * pause) / 2);
  }

  function connect() {
    close();
    onState('connecting');
    const mine = new WebSocket(url, PROTOCOL);
    let isAcknowledged = false;
    let isAnswered = true;
    socket = mine;
    const send = (message) => mine.send(JSON.stringify(message));

    mine.onopen = () => {
      const payload = { authorization: `Bearer ${token}`, 'accept-language': language };
      send({ type: 'connection_init', payload });
      timer = setTimeout(comeBack, GREETING_WITHIN);
    };

    mine.onmessage = ({ data }) => {
      if (socket !== mine) return;
      const { type, payload } = JSON.parse(data);
      if (type === 'connection_ack') {
        isAcknowledged = true;
        clearTimeout(timer);
        // A position that is left out asks for a snapshot.
        send({ id: '1', type: 'subscribe', payload: { query, variables: { ...variables, since } } });
        pinging = setInterval(() => {
          if (!isAnswered) return comeBack();
          isAnswered = false;
          send({ type: 'ping' });
        }, PING_EVERY);
      } else if (type === 'ping') send({ type: 'pong' });
      else if (type === 'pong') isAnswered = true;
      else if (type === 'next') receive(payload);
      else if (type === 'error') fail(payload);
      else if (type === 'complete') comeBack();
    };

    mine.onclose = ({ code }) => {
      if (socket !== mine) return;
      if (FINAL_CODES.has(code)) end('failed');
      // Refused before anything began: the token does not count. Later, the next attempt tells.
      else if (code === FORBIDDEN && !isAcknowledged) end('refused');
      else comeBack();
    };
  }

  function receive({ data, errors }) {
    const event = data && Object.values(data)[0];
    if (!event) return fail(errors ?? []);
    failures = 0;
    since = { epoch: event.epoch, offset: event.offset };
    onState('live');
    onEvent(event);
    if (event.kind === 'TOMBSTONE') end('archived');
  }

  function fail(errors) {
    const { code, retryable } = errors[0]?.extensions ?? {};
    if (code === 'NOT_FOUND') end('gone');
    else if (code === 'UNAUTHENTICATED' || retryable) comeBack();
    else end('failed');
  }

  connect();
  return {
    stop: () => end(),
    retry: () => {
      if (!isOver) connect();
    },
  };
}
