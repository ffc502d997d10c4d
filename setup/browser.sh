#!/bin/sh
# The tests open pages in Chromium, and check them with axe-core, which npm installs; users need neither.
# Sees that both programs are there, and installs them where that needs no password.
#
#   sh setup/browser.sh    CHROMIUM=/path/to/chromium names one that stands elsewhere

set -eu
here=$(dirname "$0")
# shellcheck source=setup/install-packages.sh
. "$here/install-packages.sh"

look() {
    missing=''
    [ -n "$(sh "$here/which-browser.sh")" ] || missing='chromium'
    npm --version </dev/null >/dev/null 2>&1 || missing="$missing npm"
    missing=${missing# }
}

look
[ -n "$missing" ] || exit 0

install_packages "$missing" "$missing" "$(echo "$missing" | sed 's/chromium/google-chrome/; s/npm/node/')"
if [ "$may_install" = yes ]; then
    look
    [ -n "$missing" ] || exit 0
fi

say "error: the tests cannot open pages as a reader does: $(echo "$missing" | sed 's/ / and /') not found."
if [ -n "${CHROMIUM:-}" ] && [ "$missing" != npm ]; then
    say "CHROMIUM names $CHROMIUM, which does not start."
fi
if [ -n "$to_type" ]; then
    say "Type: $to_type"
    say "Where there is no such package (Ubuntu's chromium is a snap, which sees no files in /tmp):"
fi
say "Install Chromium or Google Chrome, or name it with CHROMIUM=/path/to/chrome; npm comes with Node.js."
exit 1
