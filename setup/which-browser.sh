#!/bin/sh
# Print the Chromium for the tests: the one that CHROMIUM names, or else the first that starts.
# Print nothing if there is none.
set -- chromium chromium-headless-shell google-chrome google-chrome-stable chromium-browser \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"
named=${CHROMIUM:-${PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH:-}}
[ -z "$named" ] || set -- "$named"
for browser; do
    if "$browser" --version </dev/null >/dev/null 2>&1; then
        command -v "$browser"
        exit
    fi
done
