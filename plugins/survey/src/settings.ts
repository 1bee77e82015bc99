import { z } from 'zod';
import { isDuration } from './invitations/durations.js';

/** What companies set for surveys. */
export const SurveySettings = z.object({
  /** How long a person is left in peace after any survey, ISO 8601; null for no such rule. */
  globalCoolDown: z
    .string()
    .refine(isDuration, 'Use an ISO 8601 duration, such as P7D.')
    .nullable()
    .default('P7D'),
  /** What counts as a plain question; `surveyLintPassPct` counts by it. */
  plainLanguage: z
    .object({
      /** Whether an edition whose wording is not plain is refused; else it is counted only. */
      isRequired: z.boolean().default(false),
      maxWords: z.number().int().min(5).default(25),
      maxCharacters: z.number().int().min(10).default(50),
      jargon: z.record(z.string(), z.array(z.string().min(1))).default({
        en: ['SLA', 'FCR', 'KPI', 'touchpoint', 'leverage', 'synergy', 'stakeholder', 'escalation'],
        'zh-CN': ['赋能', '闭环', '抓手', '颗粒度', '触点', '对齐', '工单升级'],
      }),
    })
    .prefault({}),
});

export type SurveySettings = z.infer<typeof SurveySettings>;
