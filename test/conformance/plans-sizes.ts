/** How many rows a table gets of which nothing is said here. */
const USUAL = 20_000;

/** What a company with 100,000 tickets writes down every day. */
const MANY = 100_000;

/** What people set up, and what comes with it: so few that all else hangs on a few of them. */
const ROWS: Readonly<Record<string, number>> = {
  customers_purchase: MANY,
  customers_purchase_item: MANY,
  feedback_feedback: MANY,

  tickets_queue_policy: 20,

  loyalty_program: 4,
  loyalty_tier: 20,
  loyalty_entitlement: 100,
  loyalty_earning_rule: 100,
  loyalty_reward: 400,
  loyalty_offer: 200,
  loyalty_answer_rule: 30,
  loyalty_goal: 300,
  loyalty_history_fit: 500,
  loyalty_score_model: 100,
  loyalty_win_back_rule: 30,
  loyalty_review_plan: 4,
  loyalty_review: 400,
  loyalty_decision: 2_000,
  loyalty_operation: MANY,
  loyalty_entry: MANY,
  loyalty_lot: MANY,
  loyalty_coupon: MANY,
  loyalty_redemption: MANY,
  loyalty_grant: MANY,
  loyalty_answer: MANY,
  loyalty_recommendation: MANY,

  survey_survey: 200,
  survey_questionnaire: 600,
  survey_question: 6_000,
  survey_trigger: 300,
  survey_guide: 100,
  survey_code: 500,
  survey_goal: 500,
  survey_benchmark: 2_000,
  survey_measure: 5_000,
  survey_invitation: MANY,
  survey_response: MANY,
  survey_answer: MANY,
  survey_coding: MANY,

  requirements_value_model: 30,
  requirements_value_model_version: 200,
  requirements_value_assessment: 100,
  requirements_value_report: 50,
  requirements_value_score: MANY,
  requirements_value_kano_answer: MANY,
};

export function rowsOf(table: string): number {
  return ROWS[table] ?? USUAL;
}
