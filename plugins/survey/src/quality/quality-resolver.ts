import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { SurveyResponse } from '../responses/response.js';
import { SurveyCode } from './code.js';
import { SurveyImprovement } from './improvement.js';
import {
  CodeSurveyTextInput,
  ExcludeSurveyResponseInput,
  FlagSurveyResponseInput,
  IncludeSurveyResponseInput,
  SetSurveyCodeInput,
  TakeUpSurveyAnswerInput,
} from './quality-inputs.js';
import * as quality from './quality-service.js';

const FlagSurveyResponsePayload = payloadOf('flagSurveyResponse', { response: SurveyResponse });
const ExcludeSurveyResponsePayload = payloadOf('excludeSurveyResponse', { response: SurveyResponse });
const IncludeSurveyResponsePayload = payloadOf('includeSurveyResponse', { response: SurveyResponse });
const SetSurveyCodePayload = payloadOf('setSurveyCode', { surveyCode: SurveyCode });
const CodeSurveyTextPayload = payloadOf('codeSurveyText', {
  textId: { type: String, description: 'The answer or the note of an interview that has these codes now.' },
});
const TakeUpSurveyAnswerPayload = payloadOf('takeUpSurveyAnswer', { surveyImprovement: SurveyImprovement });

@Resolver()
export class QualityResolver {
  @Mutation(() => FlagSurveyResponsePayload, {
    nullable: true,
    description: 'Notes something odd about a response. It counts until it is excluded.',
  })
  @Allow('survey:write')
  async flagSurveyResponse(
    @Arg('input', () => FlagSurveyResponseInput) input: FlagSurveyResponseInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { response: (await quality.flagResponse(tx, input)).id };
  }

  @Mutation(() => ExcludeSurveyResponsePayload, {
    nullable: true,
    description: 'Leaves a response out of all figures, with the reason.',
  })
  @Allow('survey:write')
  async excludeSurveyResponse(
    @Arg('input', () => ExcludeSurveyResponseInput) input: ExcludeSurveyResponseInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { response: (await quality.excludeResponse(tx, input)).id };
  }

  @Mutation(() => IncludeSurveyResponsePayload, {
    nullable: true,
    description: 'Counts a response again that was left out.',
  })
  @Allow('survey:write')
  async includeSurveyResponse(
    @Arg('input', () => IncludeSurveyResponseInput) input: IncludeSurveyResponseInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { response: (await quality.includeResponse(tx, input)).id };
  }

  @Mutation(() => SetSurveyCodePayload, {
    nullable: true,
    description: 'Adds an entry to the code book, or changes the one with its key.',
  })
  @Allow('survey:record')
  async setSurveyCode(
    @Arg('input', () => SetSurveyCodeInput) input: SetSurveyCodeInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyCode: (await quality.setCode(tx, input)).id };
  }

  @Mutation(() => CodeSurveyTextPayload, {
    nullable: true,
    description: 'Sorts an answer in own words, or a note of an interview, under entries of the code book.',
  })
  @Allow('survey:record')
  async codeSurveyText(
    @Arg('input', () => CodeSurveyTextInput) input: CodeSurveyTextInput,
    @Ctx() { tx }: MutationContext,
  ) {
    await quality.codeText(tx, input);
    return { textId: input.textId };
  }

  @Mutation(() => TakeUpSurveyAnswerPayload, {
    nullable: true,
    description:
      'Links an answer to the feedback, requirement or ticket that it led to, or says why nothing has to be done.',
  })
  @Allow('survey:record')
  async takeUpSurveyAnswer(
    @Arg('input', () => TakeUpSurveyAnswerInput) input: TakeUpSurveyAnswerInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyImprovement: (await quality.takeUpAnswer(tx, input)).id };
  }
}
