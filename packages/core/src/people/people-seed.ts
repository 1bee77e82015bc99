import type { Tx } from '@candor/kernel/database';
import { Role } from './role.js';

/** Roles that every installation starts with; they are data and may be changed. */
const ROLES = [
  {
    key: 'agent',
    name: { en: 'Agent', 'zh-CN': '客服专员' },
    permissions: [
      'customers:read',
      'customers:write',
      'customers:notify',
      'tickets:read',
      'tickets:write',
      'boards:read',
      'boards:write',
      'feedback:read',
      'feedback:write',
      'requirements:read',
      'requirements:write',
    ],
  },
  {
    key: 'adviser',
    name: { en: 'Customer adviser', 'zh-CN': '客户专属顾问' },
    permissions: [
      'customers:read',
      'customers:write',
      'customers:contact',
      'customers:entitle',
      'customers:notify',
      'tickets:read',
      'tickets:write',
      'boards:read',
      'boards:write',
      'feedback:read',
      'feedback:write',
      'requirements:read',
      'requirements:write',
    ],
  },
  {
    key: 'data-steward',
    name: { en: 'Data steward', 'zh-CN': '数据专员' },
    permissions: ['customers:read', 'customers:write', 'customers:contact', 'customers:behaviour'],
  },
  {
    key: 'business-department',
    name: { en: 'Business department', 'zh-CN': '业务部门' },
    permissions: ['customers:read', 'customers:write-business', 'customers:write-consent', 'tickets:read'],
  },
  {
    key: 'technical-support',
    name: { en: 'Technical support', 'zh-CN': '技术支持' },
    permissions: ['customers:read', 'customers:write-behaviour', 'operations:read'],
  },
  {
    key: 'manager',
    name: { en: 'Manager', 'zh-CN': '经理' },
    permissions: [
      'people:manage',
      'customers:read',
      'customers:write',
      'customers:contact',
      'customers:behaviour',
      'customers:manage',
      'customers:entitle',
      'customers:notify',
      'tickets:read',
      'tickets:write',
      'tickets:manage',
      'boards:read',
      'boards:write',
      'boards:manage',
      'feedback:read',
      'feedback:write',
      'feedback:manage',
      'requirements:read',
      'requirements:write',
      'requirements:manage',
      'share-links:manage',
      'operations:read',
      'operations:manage',
      'webhooks:manage',
    ],
  },
] as const;

export async function seedRoles(tx: Tx): Promise<void> {
  for (const { key, name, permissions } of ROLES) {
    if ((await tx.em.count(Role, { key })) === 0) {
      tx.em.create(Role, { key, name: { ...name }, permissions: [...permissions] }, { partial: true });
    }
  }
}
