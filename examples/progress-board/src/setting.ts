import type { Client } from '@candor/client';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from './address.js';
import type { Texts } from './texts.js';

/** What every part of the page needs. */
export interface Setting {
  readonly client: Client;
  readonly token: string;
  readonly language: Language;
  readonly texts: Texts;
}

export const SettingContext = createContext<Setting | undefined>(undefined);

export function useSetting(): Setting {
  const setting = useContext(SettingContext);
  if (!setting) throw new Error('A part of the page stands outside of it.');
  return setting;
}
