import { IsAmount as amount, IsCurrency as currency } from '@candor/core/customers';
import { IfSet, LocalizedTextInput, rules, Texts as texts, IsZone as zone } from '@candor/kernel/graphql';
import { Max, Min } from 'class-validator';
import { Field } from 'type-graphql';

/** Rules of this plugin for fields that may be null: what is set is checked, and each says what would be right. */

export function IsAmount(): PropertyDecorator {
  return rules(IfSet(), amount());
}

export function IsCount(from: number, to: number): PropertyDecorator {
  const message = `Give a whole number from ${from} to ${to}.`;
  return rules(IfSet(), Min(from, { message }), Max(to, { message }));
}

export function IsZone(): PropertyDecorator {
  return rules(IfSet(), zone());
}

export function IsCurrency(): PropertyDecorator {
  return rules(IfSet(), currency());
}

/** A text in one or more languages. */
export function Texts(description: string, nullable: boolean): PropertyDecorator {
  return rules(
    Field(() => [LocalizedTextInput], { nullable, description }),
    IfSet(),
    texts(),
  );
}
