import { IsOptional, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import type { Intake } from './intake.js';

const LONGEST = 4_000;
const TOO_LONG = { message: `An answer has at most ${LONGEST} characters.` };
/** PostgreSQL keeps any character but this one. */

/** Answers to the six questions; what is left out or blank is not answered. */
@InputType({
  description:
    'Answers to the six questions of the intake. What is left out or blank is not answered; the class says what has to be.',
})
export class IntakeInput implements Partial<Intake> {
  @Field(() => String, { nullable: true, description: 'What has happened or is wanted.' })
  @IsOptional()
  @MaxLength(LONGEST, TOO_LONG)
  what?: string;

  @Field(() => String, { nullable: true, description: 'When it happened, or since when.' })
  @IsOptional()
  @MaxLength(LONGEST, TOO_LONG)
  when?: string | null;

  @Field(() => String, { nullable: true, description: 'Where: the place, product, page or device.' })
  @IsOptional()
  @MaxLength(LONGEST, TOO_LONG)
  where?: string | null;

  @Field(() => String, { nullable: true, description: 'Who is affected, and how many.' })
  @IsOptional()
  @MaxLength(LONGEST, TOO_LONG)
  who?: string | null;

  @Field(() => String, { nullable: true, description: 'How it came about: the steps that lead to it.' })
  @IsOptional()
  @MaxLength(LONGEST, TOO_LONG)
  how?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it matters: what the customer expects as a result.',
  })
  @IsOptional()
  @MaxLength(LONGEST, TOO_LONG)
  why?: string | null;
}
