export { errorType, type Span, type SpanAttributes, type Step, type Tracing } from './tracing.js';
