import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Questionnaire } from './questionnaire.js';
import { PublishQuestionnaireInput, WriteQuestionnaireInput } from './questionnaire-inputs.js';
import * as questionnaires from './questionnaire-service.js';
import { Survey } from './survey.js';
import { CloseSurveyInput, CreateSurveyInput, UpdateSurveyInput } from './survey-inputs.js';
import * as surveys from './survey-service.js';

const CreateSurveyPayload = payloadOf('createSurvey', { survey: Survey });
const UpdateSurveyPayload = payloadOf('updateSurvey', { survey: Survey });
const CloseSurveyPayload = payloadOf('closeSurvey', { survey: Survey });
const WriteQuestionnairePayload = payloadOf('writeQuestionnaire', { questionnaire: Questionnaire });
const PublishQuestionnairePayload = payloadOf('publishQuestionnaire', { questionnaire: Questionnaire });

@Resolver()
export class QuestionnaireResolver {
  @Mutation(() => CreateSurveyPayload, {
    nullable: true,
    description: 'Makes a survey, which asks nobody yet.',
  })
  @Allow('survey:write')
  async createSurvey(
    @Arg('input', () => CreateSurveyInput) input: CreateSurveyInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { survey: (await surveys.createSurvey(tx, input)).id };
  }

  @Mutation(() => UpdateSurveyPayload, { nullable: true, description: 'Changes a survey and its rules.' })
  @Allow('survey:write')
  async updateSurvey(
    @Arg('input', () => UpdateSurveyInput) input: UpdateSurveyInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { survey: (await surveys.updateSurvey(tx, input)).id };
  }

  @Mutation(() => CloseSurveyPayload, {
    nullable: true,
    description:
      'Ends a survey: nobody is asked any more, and nobody can answer. A new edition opens it again.',
  })
  @Allow('survey:write')
  async closeSurvey(
    @Arg('input', () => CloseSurveyInput) input: CloseSurveyInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { survey: (await surveys.closeSurvey(tx, input)).id };
  }

  @Mutation(() => WriteQuestionnairePayload, {
    nullable: true,
    description:
      'Writes the questions of a survey as a draft, in place of the draft that there is. A published edition is left alone.',
  })
  @Allow('survey:write')
  async writeQuestionnaire(
    @Arg('input', () => WriteQuestionnaireInput) input: WriteQuestionnaireInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    return { questionnaire: (await questionnaires.writeQuestionnaire(tx, services, input)).id };
  }

  @Mutation(() => PublishQuestionnairePayload, {
    nullable: true,
    description:
      'Publishes a draft: from then on it never changes. Refused without the brief, with texts missing in a language, where the ways through it have a loop, a dead end or a question nobody reaches, and, if the settings say so, where its wording is not plain.',
  })
  @Allow('survey:write')
  async publishQuestionnaire(
    @Arg('input', () => PublishQuestionnaireInput) input: PublishQuestionnaireInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    return { questionnaire: (await questionnaires.publishQuestionnaire(tx, services, input)).id };
  }
}
