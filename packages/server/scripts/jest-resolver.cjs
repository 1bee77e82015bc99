/**
 * Relative imports name the file that will run (`./order.js`); in a checkout that file is still
 * `./order.ts`. Only our own sources are looked at that way, so packages resolve as they always do.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

module.exports = (request, options) => {
  if (/^\.\.?\/.*\.js$/.test(request) && !options.basedir.includes('node_modules')) {
    const source = join(options.basedir, request.replace(/\.js$/, '.ts'));
    if (existsSync(source)) return source;
  }
  return options.defaultResolver(request, options);
};
