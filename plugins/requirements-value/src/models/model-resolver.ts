import type { MutationContext, RequestContext } from '@candor/kernel';
import { inLanguage } from '@candor/kernel/database';
import { CommandInput, IsKey, payloadOf, textsOf, UserError } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { ValueModel } from './model.js';
import { PublishValueModelInput } from './model-inputs.js';
import { ValueModelKind } from './model-kind.js';
import { publishModel } from './model-service.js';
import { ValueModelVersion } from './model-version.js';
import { MODEL_PRESETS } from './presets.js';

@ObjectType({ description: 'A model that is ready to be published, with where its numbers come from.' })
class ValueModelPreset {
  @Field(() => String, { description: 'What to publish it by; also the key of the model then.' })
  key!: string;

  @Field(() => String, { description: 'What it is called, in the language of the request.' })
  name!: string;

  @Field(() => ValueModelKind, { description: 'By which method it comes to a score.' })
  kind!: ValueModelKind;

  @Field(() => String, { description: 'Where each of its numbers comes from.' })
  provenance!: string;
}

@InputType({ description: 'Which preset is published.' })
class InstallValueModelPresetInput extends CommandInput {
  @Field(() => String, { description: 'The key of the preset, such as `rice`.' })
  @IsKey()
  key!: string;
}

const RECORDS = { valueModel: ValueModel, valueModelVersion: ValueModelVersion };
const PublishValueModelPayload = payloadOf('publishValueModel', RECORDS);
const InstallValueModelPresetPayload = payloadOf('installValueModelPreset', RECORDS);

@Resolver()
export class ModelResolver {
  @Query(() => [ValueModelPreset], {
    nullable: true,
    description: 'Models that are ready to be published, each with where its numbers come from. For staff.',
  })
  @Allow('requirements-value:read')
  valueModelPresets(@Ctx() { locale }: RequestContext): ValueModelPreset[] {
    return MODEL_PRESETS.map(({ name, key, kind, provenance }) => ({
      name: inLanguage(textsOf(name), locale),
      key,
      kind,
      provenance,
    }));
  }

  @Mutation(() => PublishValueModelPayload, {
    nullable: true,
    description:
      'Publishes a model, or another version of one. A published version never changes, and scores keep theirs.',
  })
  @Allow('requirements-value:manage')
  async publishValueModel(
    @Arg('input', () => PublishValueModelInput) input: PublishValueModelInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return ids(await publishModel(tx, input));
  }

  @Mutation(() => InstallValueModelPresetPayload, {
    nullable: true,
    description: 'Publishes a model that is ready, as it is.',
  })
  @Allow('requirements-value:manage')
  async installValueModelPreset(
    @Arg('input', () => InstallValueModelPresetInput) { key }: InstallValueModelPresetInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const preset = MODEL_PRESETS.find((one) => one.key === key);
    if (preset) return ids(await publishModel(tx, preset));
    const known = MODEL_PRESETS.map((one) => one.key).join(', ');
    throw new UserError('NOT_FOUND', ['key'], `There is no such preset. There are ${known}.`);
  }
}

function ids({ id, model }: ValueModelVersion) {
  return { valueModel: model.id, valueModelVersion: id };
}
