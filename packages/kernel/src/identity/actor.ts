/**
 * Who acts. `anonymous`, `share`, `service` and `system` are the kernel's; other kinds (such as
 * customer or staff) are declared by plugins with `api.principal`.
 */
export interface Actor {
  readonly kind: string;
  /** The public id of the principal; `null` for anonymous and system. */
  readonly id: string | null;
  readonly permissions: ReadonlySet<string>;
  /** Public ids or plain values that access rules may ask for, such as the record a share link opens. */
  readonly attributes: Readonly<Record<string, string>>;
  /** After this instant the actor is nobody. */
  readonly expiresAt: Date | null;
}

const NONE: ReadonlySet<string> = new Set();

/** A missing principal is nobody: nothing but what is published. */
export const ANONYMOUS: Actor = {
  kind: 'anonymous',
  id: null,
  permissions: NONE,
  attributes: {},
  expiresAt: null,
};

/** The platform itself: jobs, schedules, imports, the command line. */
export const SYSTEM: Actor = { kind: 'system', id: null, permissions: NONE, attributes: {}, expiresAt: null };

/** Whether the actor holds a permission. The platform itself holds all of them. */
export function can(actor: Actor, permission: string): boolean {
  return actor.kind === 'system' || actor.permissions.has(permission);
}
