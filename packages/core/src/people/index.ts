export { Department } from './department.js';
export { createDepartment, createStaffMember, setDepartmentLiaison } from './people-service.js';
export { people } from './plugin.js';
export { Role } from './role.js';
export { StaffMember } from './staff-member.js';
