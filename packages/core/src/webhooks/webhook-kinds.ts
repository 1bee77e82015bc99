import { registerEnumType } from 'type-graphql';

export enum WebhookEndpointState {
  ENABLED = 'ENABLED',
  DISABLED = 'DISABLED',
  SUSPENDED = 'SUSPENDED',
}

registerEnumType(WebhookEndpointState, {
  name: 'WebhookEndpointState',
  description: 'Whether events are sent to an endpoint.',
  valuesConfig: {
    ENABLED: { description: 'What happens is sent to it.' },
    DISABLED: { description: 'Staff have stopped it.' },
    SUSPENDED: {
      description:
        'The platform has stopped it, because nothing arrived for days, or because the target said that it is gone for good.',
    },
  },
});

export enum WebhookDeliveryState {
  PENDING = 'PENDING',
  DELIVERED = 'DELIVERED',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(WebhookDeliveryState, {
  name: 'WebhookDeliveryState',
  description: 'How far a delivery is.',
  valuesConfig: {
    PENDING: { description: 'It is under way, or waits for its next attempt.' },
    DELIVERED: { description: 'The target has accepted it.' },
    FAILED: { description: 'It was given up after its last attempt; it can be replayed.' },
    CANCELLED: { description: 'Its endpoint was archived before it arrived.' },
  },
});

export enum WebhookOutcome {
  ACCEPTED = 'ACCEPTED',
  REFUSED = 'REFUSED',
  REDIRECTED = 'REDIRECTED',
  TIMED_OUT = 'TIMED_OUT',
  UNREACHABLE = 'UNREACHABLE',
}

registerEnumType(WebhookOutcome, {
  name: 'WebhookOutcome',
  description: 'How one attempt to deliver ended.',
  valuesConfig: {
    ACCEPTED: { description: 'The target answered with a status from 200 to 299.' },
    REFUSED: { description: 'The target answered with another status.' },
    REDIRECTED: { description: 'The target pointed elsewhere, which is not followed.' },
    TIMED_OUT: { description: 'The target did not answer in time.' },
    UNREACHABLE: {
      description:
        'No connection came about. It is not told apart whether the address is not allowed, does not exist or does not answer.',
    },
  },
});
