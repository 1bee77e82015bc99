import { defaultClientConditions, defineConfig } from 'vite';

/** Where `npm start` listens; only the development server needs it. */
const PLATFORM = process.env['CANDOR_URL'] ?? 'http://127.0.0.1:4000';

export default defineConfig({
  // Served from whatever folder it is put in.
  base: './',
  resolve: { conditions: ['source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2023',
    // Scripts come from files only; a policy may forbid all else.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/graphql': { target: PLATFORM, ws: true, changeOrigin: true } } },
});
