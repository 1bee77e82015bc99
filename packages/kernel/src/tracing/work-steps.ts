import { idOf } from '../database/ids.js';
import type { Step } from './tracing.js';

/** What is taken from a queue, by OpenTelemetry's conventions for messaging. */
interface Taken {
  /** What the queue holds: the name of an event, of a job, or of a kind of what is due. */
  readonly of: string;
  readonly id: string;
  /** The handler, where several get the same. */
  readonly by?: string;
  readonly parent: string | null;
  readonly requestId?: string;
}

function taken({ of, id, by, parent, requestId }: Taken): Step {
  return {
    name: `process ${of}`,
    kind: 'consumer',
    parent,
    attributes: {
      'messaging.system': 'candor',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.destination.name': of,
      'messaging.message.id': id,
      ...(by !== undefined && { 'messaging.consumer.group.name': by }),
      ...(requestId !== undefined && { 'candor.request_id': requestId }),
    },
  };
}

/** The delivery of an event to one handler. */
export function deliveryStep(
  event: {
    readonly id: string;
    readonly name: string;
    readonly trace: string | null;
    readonly request_id: string;
  },
  handler: string,
): Step {
  const { id, name, trace, request_id } = event;
  return taken({ of: name, id: idOf('event', id), by: handler, parent: trace, requestId: request_id });
}

export function jobStep({
  id,
  name,
  trace,
}: {
  readonly id: string;
  readonly name: string;
  readonly trace: string | null;
}): Step {
  return taken({ of: name, id: idOf('job', id), parent: trace });
}

/** Something whose time has come. It begins a trace: what asked for it may be a year ago. */
export function dueStep({ id, kind }: { readonly id: string; readonly kind: string }): Step {
  return taken({ of: kind, id, parent: null });
}
