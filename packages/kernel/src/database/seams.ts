import type { Actor } from '../identity/actor.js';
import type { Commands } from '../index.js';
import type { CommandName, EntityClass } from '../plugin/contract.js';
import type { IndexedField } from '../privacy/blind-index.js';
import type { Tx } from './tx.js';

/** What a transaction knows of the command that opened it. */
export interface CommandContext {
  readonly actor: Actor;
  readonly requestId: string;
  /** Imported facts carry `import`; hooks, notices and clocks pass over them unless they opt in. */
  readonly origin: 'live' | 'import';
}

/** What other rooms do within a transaction, handed in so that services need nothing but their `tx`. */
export interface Seams {
  /** Runs the `before` hooks of a command: the input to go on with, or a user error. */
  before<Name extends CommandName>(command: Name, input: Commands[Name], tx: Tx): Promise<Commands[Name]>;
  /** Encrypts a text under the key of the record that it is about. */
  seal(tx: Tx, place: SealedPlace, plain: string): Promise<string>;
  /** What `seal` made, in clear; null where the owner's data has been erased. */
  open(tx: Tx, place: SealedPlace, sealed: string): Promise<string | null>;
  /** A keyed hash by which an encrypted text can be found again, though not read; null where nothing is left to search by. */
  blindIndex(field: IndexedField, plain: string): string | null;
  readonly find: Find;
  /** What runs just now, for what is traced; null where nothing is. */
  readonly trace?: () => string | null;
}

/** Where an encrypted text is stored: it can be opened only there. */
export interface SealedPlace {
  readonly owner: string;
  readonly table: string;
  readonly id: string;
  readonly column: string;
}

/**
 * Reads the columns of a record if the access rules let the actor read it (`see`) or change it (`change`), in
 * one statement; the latter locks it until the end of the transaction. Undefined where there is none.
 */
export type Find = (
  tx: Tx,
  type: EntityClass,
  id: string,
  to: 'see' | 'change',
) => Promise<Record<string, unknown> | undefined>;
