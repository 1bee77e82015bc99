import { customerRecords } from '@candor/core/customers';
import { definePlugin } from '@candor/kernel';
import { Feasibility } from './feasibility/feasibility.js';
import { FeasibilityResolver } from './feasibility/feasibility-resolver.js';
import { ValueKanoAnswer } from './kano/kano-answer.js';
import { ValueKanoQuestion } from './kano/kano-question.js';
import { KanoResolver } from './kano/kano-resolver.js';
import { MetricsResolver } from './metrics/metrics-resolver.js';
import { RequirementsValue20261122 } from './migrations/requirements-value-20261122.js';
import { ValueModel } from './models/model.js';
import { ModelResolver } from './models/model-resolver.js';
import { ValueModelVersion } from './models/model-version.js';
import { RankingResolver } from './ranking/ranking-resolver.js';
import { AssessedRequirement } from './realised/assessed-requirement.js';
import { ValueAssessment } from './realised/assessment.js';
import { RealisedCostCut } from './realised/cost-realisation.js';
import { ValueEstimate } from './realised/estimate.js';
import { RealisedResolver } from './realised/realised-resolver.js';
import { ValueReport } from './reports/report.js';
import { ReportResolver } from './reports/report-resolver.js';
import { registerRequirementValue } from './scores/requirement-value.js';
import { ValueScore } from './scores/score.js';
import { ScoreResolver } from './scores/score-resolver.js';
import { registerAccess } from './value-access.js';
import { registerErrors } from './value-errors.js';
import { registerEvents } from './value-events.js';
import { registerLists } from './value-lists.js';
import { registerSeeds } from './value-seeds.js';
import { RequirementsValueSettings } from './value-settings.js';
import { registerTexts } from './value-texts.js';
import { registerAssessments, registerFollowers, registerGuards } from './value-work.js';

/** What requirements are worth: by models, by customers, by whether they can be made, and by what came of them. */
export const requirementsValue = definePlugin({
  name: 'requirements-value',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { people: '^1.0.0', customers: '^1.0.0', feedback: '^1.0.0', requirements: '^1.0.0' },
  settings: RequirementsValueSettings,
  permissions: {
    'requirements-value:read': 'See what requirements are worth, who said so, and what came of them',
    'requirements-value:score':
      'Score requirements, judge their feasibility, estimate them and note what came of them',
    'requirements-value:manage': 'Publish models, and say which questions of surveys ask for a requirement',
    'requirements-value:report': 'Assess quarters and publish yearly reports',
  },
  setup(api) {
    customerRecords(api, 'requirements-value', [
      { table: 'requirements_value_customer_tier', column: 'customer_id' },
      { table: 'requirements_value_kano_answer', column: 'customer_id' },
    ]);
    api.store({
      entities: [
        ValueModel,
        ValueModelVersion,
        ValueScore,
        ValueKanoAnswer,
        ValueKanoQuestion,
        Feasibility,
        ValueEstimate,
        RealisedCostCut,
        ValueAssessment,
        AssessedRequirement,
        ValueReport,
      ],
      migrations: [RequirementsValue20261122],
    });
    registerAccess(api);
    registerLists(api);
    registerRequirementValue(api);
    api.graphql.resolvers(
      ModelResolver,
      ScoreResolver,
      KanoResolver,
      FeasibilityResolver,
      RealisedResolver,
      RankingResolver,
      ReportResolver,
      MetricsResolver,
    );
    registerEvents(api);
    registerFollowers(api);
    registerGuards(api);
    registerAssessments(api);
    registerErrors(api);
    registerTexts(api);
    registerSeeds(api);
  },
});
