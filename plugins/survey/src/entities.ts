/** All that this plugin stores, for its own rooms: `results/` reads answers by these. */
export { SurveyCallback } from './callbacks/callback.js';
export { InterviewGuide } from './interviews/guide.js';
export { Interview } from './interviews/interview.js';
export { InterviewObservation } from './interviews/observation.js';
export { SurveyInvitation } from './invitations/invitation.js';
export { SurveyOptOut } from './invitations/opt-out.js';
export { SurveyTrigger } from './invitations/trigger.js';
export { SurveyCode } from './quality/code.js';
export { SurveyCoding } from './quality/coding.js';
export { SurveyFlag } from './quality/flag.js';
export { SurveyImprovement } from './quality/improvement.js';
export { SurveyQuestion } from './questionnaires/question.js';
export { Questionnaire } from './questionnaires/questionnaire.js';
export { Survey } from './questionnaires/survey.js';
export { SurveyAnswer } from './responses/answer.js';
export { SurveyResponse } from './responses/response.js';
export { SurveyBenchmark } from './results/benchmarks/benchmark.js';
