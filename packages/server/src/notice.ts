/** Something that a person can put right, said in words and without a stack. */
export class Notice extends Error {
  override readonly name = 'Notice';
}
