import type { PluginApi } from '@candor/kernel';

declare module '@candor/kernel' {
  interface Events {
    'staff.joined': { staffMemberId: string; departmentId: string | null };
    'staff.left': { staffMemberId: string };
    'department.liaison-changed': { departmentId: string; liaisonId: string | null };
  }
}

const STAFF = 'The staff member.';

export function peopleEvents(api: PluginApi): void {
  api.event('staff.joined', {
    description: 'Somebody joined the company.',
    payload: { staffMemberId: STAFF, departmentId: 'The department, if any.' },
  });
  api.event('staff.left', { description: 'Somebody left the company.', payload: { staffMemberId: STAFF } });
  api.event('department.liaison-changed', {
    description: 'A department has another liaison.',
    payload: { departmentId: 'The department.', liaisonId: 'The staff member; null for nobody.' },
  });
}
