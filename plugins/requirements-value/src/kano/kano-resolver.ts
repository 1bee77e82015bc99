import { Requirement } from '@candor/core/requirements';
import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { RecordKanoAnswersInput, SetKanoQuestionsInput } from './kano-inputs.js';
import { ValueKanoQuestion } from './kano-question.js';
import { recordKanoAnswers, setKanoQuestions } from './kano-service.js';

const RecordKanoAnswersPayload = payloadOf('recordKanoAnswers', { requirement: Requirement });
const SetKanoQuestionsPayload = payloadOf('setKanoQuestions', { valueKanoQuestion: ValueKanoQuestion });

@Resolver()
export class KanoResolver {
  @Mutation(() => RecordKanoAnswersPayload, {
    nullable: true,
    description: 'Writes down what customers answered to the pair of questions about a requirement.',
  })
  @Allow('requirements-value:score')
  async recordKanoAnswers(
    @Arg('input', () => RecordKanoAnswersInput) input: RecordKanoAnswersInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { requirement: (await recordKanoAnswers(tx, input)).id };
  }

  @Mutation(() => SetKanoQuestionsPayload, {
    nullable: true,
    description:
      'Says which two questions of a survey ask for a requirement: named responses are recorded as they come in, where surveys are run here. Sensitive and anonymous answers are not.',
  })
  @Allow('requirements-value:manage')
  async setKanoQuestions(
    @Arg('input', () => SetKanoQuestionsInput) input: SetKanoQuestionsInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { valueKanoQuestion: (await setKanoQuestions(tx, input)).id };
  }
}
