import { ChangeInput } from '@candor/kernel/graphql';
import { Field, ID, InputType } from 'type-graphql';
import { ContactScene } from './contact-scene.js';

@InputType({ description: 'What a contact turned out to be about.' })
export class SetContactSceneInput extends ChangeInput {
  @Field(() => ID, { description: 'The conversation.' })
  conversationId!: string;

  @Field(() => ContactScene, { description: 'In which part of the relation it takes place.' })
  scene!: ContactScene;
}
