// Node's side of the fast import (docs/adr/0003): a resource of the bindings is loaded when it is asked for.
// Their index requires all 2,200 at once, four seconds of processor. `providers.py` hands this to Node by
// NODE_OPTIONS. An index of another form is loaded as it stands.
"use strict";

const Module = require("module");

const INDEX = /[\\/]@cdktf[\\/]provider-aws[\\/]lib[\\/]index\.js$/;
const EAGER = /^exports\.(\w+) = require\("(\.\/[\w-]+)"\);$/gm;
const LAZY = 'Object.defineProperty(exports, "$1", { enumerable: true, get: () => require("$2") });';
const compile = Module.prototype._compile;

Module.prototype._compile = function (text, file, ...others) {
  const lazy = INDEX.test(file) ? text.replace(EAGER, LAZY) : text;
  return compile.call(this, lazy, file, ...others);
};
