export { removeHome } from './elsewhere.js';
export { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded.js';
export { startEphemeral } from './ephemeral.js';
