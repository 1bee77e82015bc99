import { CodedError } from '../graphql/errors.js';

/** The one answer to every token that does not count; why it does not is nobody's business. */
export function unauthenticated(): CodedError {
  return new CodedError('UNAUTHENTICATED', 'The token is missing, malformed, expired or revoked.');
}
