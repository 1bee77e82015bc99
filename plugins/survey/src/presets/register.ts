import { Role } from '@candor/core/people';
import type { MutationContext, PluginApi, RequestContext } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { CommandInput, payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { Survey } from '../questionnaires/survey.js';
import { installPreset, presetsIn, seedDemo } from './install-preset.js';

@ObjectType({ description: 'A survey that is ready to be taken over, with where its numbers come from.' })
class SurveyPreset {
  @Field(() => String, { description: 'What to take it over by; also the key of the survey then.' })
  key!: string;

  @Field(() => String, { description: 'The document that asks for it, such as `seed-002`.' })
  seed!: string;

  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Field(() => String, { description: 'Where each of its numbers comes from.' })
  provenance!: string;
}

@InputType({ description: 'Which preset is taken over.' })
class InstallSurveyPresetInput extends CommandInput {
  @Field(() => String, { description: 'The key of the preset, such as `after-closing`.' })
  key!: string;
}

const InstallSurveyPresetPayload = payloadOf('installSurveyPreset', { survey: Survey });

@Resolver()
class PresetResolver {
  @Query(() => [SurveyPreset], {
    nullable: true,
    description: 'The surveys that are ready to be taken over. For staff.',
  })
  @Allow('survey:read')
  surveyPresets(@Ctx() { locale }: RequestContext): SurveyPreset[] {
    return presetsIn(locale);
  }

  @Mutation(() => InstallSurveyPresetPayload, {
    nullable: true,
    description:
      'Takes a preset over: a survey with its brief, a draft of its questions and the rule that sends it. It asks nobody before you have published it.',
  })
  @Allow('survey:write')
  async installSurveyPreset(
    @Arg('input', () => InstallSurveyPresetInput) { key }: InstallSurveyPresetInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    return { survey: (await installPreset(tx, services, key)).id };
  }
}

export function registerPresets(api: PluginApi): void {
  api.graphql.resolvers(PresetResolver);
  api.seed('base', grantToRoles);
  api.seed('demo', seedDemo);
}

const GRANTS: Readonly<Record<string, readonly string[]>> = {
  agent: ['survey:read', 'survey:record', 'survey:results'],
  manager: [
    'survey:read',
    'survey:write',
    'survey:record',
    'survey:sensitive',
    'survey:results',
    'survey:export',
  ],
};

/** The roles that every installation starts with may deal with surveys; what they may is data and can be changed. */
async function grantToRoles(tx: Tx): Promise<void> {
  for (const role of await tx.em.find(Role, { key: { $in: Object.keys(GRANTS) } })) {
    role.permissions = [...new Set([...role.permissions, ...GRANTS[role.key]!])];
  }
}
