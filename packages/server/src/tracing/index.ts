export { OpenTelemetry } from './open-telemetry.js';
