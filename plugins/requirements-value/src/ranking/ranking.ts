import type { RequestContext } from '@candor/kernel';
import { coefficientOfVariation, kendallW, meanOf } from '../formulas/agreement.js';
import { places } from '../formulas/ranking.js';
import { stabilityOf } from '../formulas/stability.js';
import { formulaOf, movedInputs, withWeightsMoved } from '../models/formula-of.js';
import { type LatestScore, latestScores, type NewestVersion } from './latest-scores.js';
import type { ScoreAgreement, ValueRanking } from './ranking-types.js';

/** How many places are looked at for their stability: it takes a ranking for each input of each of them. */
const LOOKED_AT = 100;

interface Candidate {
  readonly requirementId: string;
  readonly scores: readonly LatestScore[];
  readonly score: number;
}

/** The requirements that were scored with a version, the highest mean first; equal ones by their id. */
export function candidatesOf(scores: readonly LatestScore[]): Candidate[] {
  const own = Map.groupBy(scores, ({ requirementId }) => requirementId);
  return [...own]
    .map(([requirementId, given]) => ({
      requirementId,
      scores: given,
      score: meanOf(given.map(({ score }) => score))!,
    }))
    .sort((a, b) => b.score - a.score || (a.requirementId < b.requirementId ? -1 : 1));
}

/** The ranking with what it rests on: how far stakeholders agree, and what a share more or less would change. */
export async function rankingOf(
  { services, locale }: Pick<RequestContext, 'services' | 'locale'>,
  version: NewestVersion,
  { share, first, isClosedIncluded }: { share: number; first: number; isClosedIncluded: boolean },
): Promise<ValueRanking> {
  const scores = await latestScores(services, version.id, isClosedIncluded);
  const all = candidatesOf(scores);
  const place = places(all.map(({ score }) => score));
  const { moves, ...stability } = stabilityOf(
    all.slice(0, LOOKED_AT).map((one) => ({ votes: one.scores.map(({ values }) => values) })),
    formulaOf(version.kind, version),
    movedInputs(version.kind, version),
    share,
    withWeightsMoved(version, share),
  );
  const definition = 'requirements-value.rankStability';
  return {
    modelVersion: version.id,
    ranked: all.length,
    entries: all.slice(0, first).map((one, i) => ({
      requirement: one.requirementId,
      place: place[i]!,
      score: one.score,
      confidence: meanOf(one.scores.map(({ confidence }) => confidence))!,
      stakeholders: one.scores.length,
      coefficientOfVariation: coefficientOfVariation(one.scores.map(({ score }) => score)),
      movesUp: moves[i]!.up,
      movesDown: moves[i]!.down,
    })),
    rankStability: {
      share,
      ...stability,
      metricDefinition: { key: definition, version: 1, text: services.text(locale, `metric.${definition}`) },
    },
    agreement: agreementOf(all),
  };
}

/** Over the requirements that all stakeholders scored: only those can be compared. */
function agreementOf(all: readonly Candidate[]): ScoreAgreement {
  const stakeholders = [...new Set(all.flatMap(({ scores }) => scores.map((one) => one.stakeholder)))];
  const common = all.filter(({ scores }) => scores.length === stakeholders.length);
  const raters = stakeholders.map((name) =>
    common.map(({ scores }) => scores.find(({ stakeholder }) => stakeholder === name)!.score),
  );
  return { stakeholders: stakeholders.length, requirements: common.length, kendallW: kendallW(raters) };
}
