/** Codes of what a caller can put right, and what each means. */
export const SURVEY_ERRORS = {
  BRIEF_MISSING:
    'A survey is published only once its brief is written: goal, aspects, audience, key questions.',
  BRANCHING: 'The ways through the questionnaire have a loop, a dead end or a question nobody reaches.',
  NOT_PLAIN: 'The wording is long or full of terms of the trade, and the settings ask for plain language.',
  QUESTIONNAIRE_PUBLISHED: 'A published edition never changes; write the next one.',
  SURVEY_NOT_OPEN: 'The survey or the invitation is in another state; the message says which.',
  SURVEY_ANSWERED: 'The invitation was answered; it is answered once.',
  SURVEY_EXPIRED: 'The time to answer is over.',
  SURVEY_FULL: 'As many have answered as were wanted.',
  SURVEY_NOT_STARTED: 'Nothing was begun yet; call startSurveyResponse first.',
  SURVEY_INCOMPLETE: 'Questions are still to be answered or skipped; the message names the next one.',
  QUESTION_NOT_ASKED: 'The question is not the one to answer now, nor an earlier one on the way.',
  CALLBACK_DONE: 'The call-back is done already.',
  MEASURE_DONE: 'The measure is done already.',
  INTERVIEW_CANCELLED: 'The interview was cancelled or held already.',
} as const;
