export type { HttpOptions } from './options.js';
export { PersistedDocuments } from './persisted-documents.js';
export { createHttpServer, type HttpServer } from './server.js';
