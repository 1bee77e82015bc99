export { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded.js';
export { startEphemeral } from './ephemeral.js';
