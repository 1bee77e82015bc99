export { type Actor, ANONYMOUS, can, SYSTEM } from './actor.js';
export { Allow, assertAllowed } from './allow.js';
export { Authenticator, type AuthenticatorOptions } from './authenticator.js';
export { type ForeignIssuer, foreignId, foreignSubject } from './foreign-issuers.js';
export { type SigningKey, SigningKeys } from './keys.js';
export { Minting, pruneMinting } from './minting.js';
export { ACCESS_CHANGED, accessChanged, pruneRevocations, revoke } from './revocation.js';
export {
  authenticateService,
  createServiceKey,
  LONGEST_MINTED,
  MINT_PERMISSION,
  mintFor,
  revokeServiceKey,
  type ServiceKey,
} from './service-keys.js';
export { ShareLinkRecord } from './share-link-record.js';
export {
  createShareLink,
  findShareLink,
  pruneShareLinks,
  revokeShareLink,
  type ShareLink,
  type ShareMode,
  type SubjectExists,
  shareLinkPrincipal,
  shareLinkToken,
} from './share-links.js';
export { type CheckedToken, type MintOptions, TokenAuthority, type TokenOptions } from './tokens.js';
export { unauthenticated } from './unauthenticated.js';
