import type { MutationContext, RequestContext } from '@candor/kernel';
import { CodedError, payloadOf, SECRET, UserError } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Extensions, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { SentAnswer } from '../questionnaires/answer-check.js';
import { answerQuestion, startResponse } from './answering.js';
import { SurveyResponse } from './response.js';
import {
  AnswerSurveyInput,
  DismissSurveyResponseInput,
  StartSurveyResponseInput,
  SubmitSurveyResponseInput,
} from './response-inputs.js';
import { SurveySheet, sheetOf } from './sheet.js';
import { type Sitting, sit } from './sitting.js';
import { dismissResponse, submitResponse } from './submission.js';

const SHEET = {
  type: SurveySheet,
  description: 'What to answer now; null where there are user errors.',
};
const BALLOT = {
  type: String,
  description:
    'Of an anonymous survey: what to answer with, without a token. It is handed out this once; keep it until you have handed in.',
};
const StartSurveyResponsePayload = payloadOf('startSurveyResponse', {
  response: SurveyResponse,
  sheet: SHEET,
  ballot: BALLOT,
});
const AnswerSurveyPayload = payloadOf('answerSurvey', { response: SurveyResponse, sheet: SHEET });
const SubmitSurveyResponsePayload = payloadOf('submitSurveyResponse', { response: SurveyResponse });
const DismissSurveyResponsePayload = payloadOf('dismissSurveyResponse', { response: SurveyResponse });

/**
 * The way a person answers. No answer of these mutations is kept for repetition: it would hold what was answered,
 * and of an anonymous survey join it with the person. Repeating one does no harm.
 */
@Resolver()
export class ResponseResolver {
  @Query(() => SurveySheet, {
    nullable: true,
    description:
      'The questionnaire in front of somebody who answers: by the link of an invitation, by an invitation of one’s own, or by a ballot.',
  })
  @Allow('anyone')
  surveySheet(
    @Ctx() { actor, services, locale }: RequestContext,
    @Arg('invitationId', () => ID, {
      nullable: true,
      description: 'The invitation; left out by whoever comes with its link.',
    })
    invitationId?: string | null,
    @Arg('ballot', () => String, { nullable: true, description: 'The ballot of an anonymous survey.' })
    ballot?: string | null,
    @Arg('language', () => String, {
      nullable: true,
      description: 'The language; that of the request, if left out.',
    })
    language?: string | null,
  ): Promise<SurveySheet> {
    const key = { invitationId: invitationId ?? null, ballot: ballot ?? null };
    const look = { to: 'look', language: language ?? locale } as const;
    return services
      .command(async (tx) => sheetOf(await sit(tx, services, key, look)), { actor })
      .catch(asCoded);
  }

  @Mutation(() => StartSurveyResponsePayload, {
    nullable: true,
    description:
      'Begins to answer, or goes on. Staff write down what is said on the phone or face to face. An anonymous survey answers with a ballot.',
  })
  @Extensions({ [SECRET]: true })
  @Allow('kind:share', 'kind:customer', 'survey:record')
  async startSurveyResponse(
    @Arg('input', () => StartSurveyResponseInput) input: StartSurveyResponseInput,
    @Ctx() { tx, services, locale }: MutationContext,
  ) {
    const { invitationId = null } = input;
    const { sitting, ballot } = await startResponse(tx, services, { invitationId }, input.language ?? locale);
    return { ...answerOf(sitting), ballot };
  }

  @Mutation(() => AnswerSurveyPayload, {
    nullable: true,
    description: 'Answers one question, or skips it. What was answered is kept, also if nothing follows.',
  })
  @Extensions({ [SECRET]: true })
  @Allow('anyone')
  async answerSurvey(
    @Arg('input', () => AnswerSurveyInput) input: AnswerSurveyInput,
    @Ctx() { tx, services, locale }: MutationContext,
  ) {
    const { question, seconds = null, language } = input;
    const given = { question, answer: sent(input), seconds, language: language ?? locale };
    return answerOf(await answerQuestion(tx, services, input, given));
  }

  @Mutation(() => SubmitSurveyResponsePayload, {
    nullable: true,
    description: 'Hands a response in. From then on it counts, and never changes.',
  })
  @Extensions({ [SECRET]: true })
  @Allow('anyone')
  async submitSurveyResponse(
    @Arg('input', () => SubmitSurveyResponseInput) input: SubmitSurveyResponseInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    return { response: (await submitResponse(tx, services, input)).id };
  }

  @Mutation(() => DismissSurveyResponsePayload, {
    nullable: true,
    description: 'Breaks a response off. What was answered is kept, and counted apart.',
  })
  @Extensions({ [SECRET]: true })
  @Allow('anyone')
  async dismissSurveyResponse(
    @Arg('input', () => DismissSurveyResponseInput) input: DismissSurveyResponseInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    return { response: (await dismissResponse(tx, services, input)).id };
  }
}

/** A query has no user errors. */
function asCoded(error: unknown): never {
  if (!(error instanceof UserError)) throw error;
  throw new CodedError(error.code === 'NOT_ALLOWED' ? 'FORBIDDEN' : 'NOT_FOUND', error.message);
}

function answerOf(sitting: Sitting) {
  return { response: sitting.response?.id ?? null, sheet: sheetOf(sitting) };
}

function sent({ number, choices, text, date, ratings }: AnswerSurveyInput): SentAnswer {
  return {
    number: number ?? null,
    choices: choices ?? null,
    text: text?.trim() ? text.trim() : null,
    date: date ?? null,
    ratings: ratings?.map(({ statement, number }) => ({ statement, number })) ?? null,
  };
}
