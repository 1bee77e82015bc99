import type { MutationContext, Services } from '@candor/kernel';
import { payloadOf, SECRET } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Extensions, ID, Mutation, Resolver } from 'type-graphql';
import * as endpoints from './endpoint-service.js';
import * as replays from './replay-service.js';
import { WEBHOOKS_MANAGE } from './webhook-access.js';
import { WebhookDelivery } from './webhook-delivery.js';
import { WebhookEndpoint } from './webhook-endpoint.js';
import {
  ArchiveWebhookEndpointInput,
  CreateWebhookEndpointInput,
  PingWebhookEndpointInput,
  ReplayWebhookDeliveryInput,
  ReplayWebhookEventsInput,
  RotateWebhookSecretInput,
  UpdateWebhookEndpointInput,
} from './webhook-inputs.js';
import type { WebhookSettings } from './webhook-settings.js';

const ENDPOINT = { webhookEndpoint: WebhookEndpoint };
const WITH_SECRET = {
  ...ENDPOINT,
  secret: {
    type: String,
    description:
      'What messages are signed with, as libraries of Standard Webhooks take it. It is shown this once.',
  },
};
const DELIVERY = { webhookDelivery: WebhookDelivery };

const CreateWebhookEndpointPayload = payloadOf('createWebhookEndpoint', WITH_SECRET);
const UpdateWebhookEndpointPayload = payloadOf('updateWebhookEndpoint', ENDPOINT);
const RotateWebhookSecretPayload = payloadOf('rotateWebhookSecret', WITH_SECRET);
const ArchiveWebhookEndpointPayload = payloadOf('archiveWebhookEndpoint', {
  webhookEndpoint: {
    type: WebhookEndpoint,
    description: 'The endpoint as it is, after a CONFLICT; null once it is archived.',
  },
  archivedWebhookEndpointId: {
    type: ID,
    description: 'The id of the endpoint, which nobody finds any more; null where there are user errors.',
  },
});
const PingWebhookEndpointPayload = payloadOf('pingWebhookEndpoint', DELIVERY);
const ReplayWebhookDeliveryPayload = payloadOf('replayWebhookDelivery', DELIVERY);
const ReplayWebhookEventsPayload = payloadOf('replayWebhookEvents', ENDPOINT);

/** Telling other systems what happens, for integrators who write no plugin. */
@Resolver()
export class WebhookResolver {
  @Mutation(() => CreateWebhookEndpointPayload, {
    nullable: true,
    description:
      'Has another system be told what happens. Not to be repeated with an idempotency key: every call makes an endpoint.',
  })
  @Extensions({ [SECRET]: true })
  @Allow(WEBHOOKS_MANAGE)
  async createWebhookEndpoint(
    @Arg('input', () => CreateWebhookEndpointInput) input: CreateWebhookEndpointInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    const { endpoint, secret } = await endpoints.createWebhookEndpoint(tx, input, allowanceOf(services));
    return { webhookEndpoint: endpoint.id, secret };
  }

  @Mutation(() => UpdateWebhookEndpointPayload, {
    nullable: true,
    description: 'Changes an endpoint, stops it, or enables it again; what has waited for it is then sent.',
  })
  @Allow(WEBHOOKS_MANAGE)
  async updateWebhookEndpoint(
    @Arg('input', () => UpdateWebhookEndpointInput) input: UpdateWebhookEndpointInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    const endpoint = await endpoints.updateWebhookEndpoint(tx, input, allowanceOf(services));
    return { webhookEndpoint: endpoint.id };
  }

  @Mutation(() => RotateWebhookSecretPayload, {
    nullable: true,
    description:
      'Gives an endpoint a new secret. For a while messages carry a signature with each of the two, so that the target can be changed without a gap.',
  })
  @Extensions({ [SECRET]: true })
  @Allow(WEBHOOKS_MANAGE)
  async rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput) input: RotateWebhookSecretInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const { endpoint, secret } = await endpoints.rotateWebhookSecret(tx, input);
    return { webhookEndpoint: endpoint.id, secret };
  }

  @Mutation(() => ArchiveWebhookEndpointPayload, {
    nullable: true,
    description: 'Ends an endpoint. What has not arrived by now will not.',
  })
  @Allow(WEBHOOKS_MANAGE)
  async archiveWebhookEndpoint(
    @Arg('input', () => ArchiveWebhookEndpointInput) input: ArchiveWebhookEndpointInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { archivedWebhookEndpointId: (await endpoints.archiveWebhookEndpoint(tx, input)).id };
  }

  @Mutation(() => PingWebhookEndpointPayload, {
    nullable: true,
    description:
      'Sends a test, once, also to an endpoint that is stopped. Read the delivery again a moment later to see what came of it.',
  })
  @Allow(WEBHOOKS_MANAGE)
  async pingWebhookEndpoint(
    @Arg('input', () => PingWebhookEndpointInput) input: PingWebhookEndpointInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    const delivery = await endpoints.pingWebhookEndpoint(tx, input, allowanceOf(services));
    return { webhookDelivery: delivery.id };
  }

  @Mutation(() => ReplayWebhookDeliveryPayload, {
    nullable: true,
    description: 'Sends a message again, with the id and the text it had.',
  })
  @Allow(WEBHOOKS_MANAGE)
  async replayWebhookDelivery(
    @Arg('input', () => ReplayWebhookDeliveryInput) input: ReplayWebhookDeliveryInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { webhookDelivery: (await replays.replayWebhookDelivery(tx, input)).id };
  }

  @Mutation(() => ReplayWebhookEventsPayload, {
    nullable: true,
    description:
      'Sends what happened in a span of time: what never went out, as while the endpoint was stopped, and what was given up.',
  })
  @Allow(WEBHOOKS_MANAGE)
  async replayWebhookEvents(
    @Arg('input', () => ReplayWebhookEventsInput) input: ReplayWebhookEventsInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { webhookEndpoint: (await replays.replayWebhookEvents(tx, input)).id };
  }
}

function allowanceOf(services: Services): WebhookSettings {
  return services.settings<WebhookSettings>('webhooks');
}
