#!/bin/sh
# Install Chromium and npm, which only the tests need, if that needs no password; otherwise print the command.
# The tests open pages in Chromium, and check them with axe-core, which npm installs.
#
#   sh setup/browser.sh    CHROMIUM=/path/to/chromium names another Chromium

set -eu
here=$(dirname "$0")
# shellcheck source=setup/install-packages.sh
. "$here/install-packages.sh"

# Set `missing` to the programs that are not found.
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

say "error: the tests cannot open pages: $(echo "$missing" | sed 's/ / and /') not found."
if [ -n "${CHROMIUM:-}" ] && [ "$missing" != npm ]; then
    say "CHROMIUM names $CHROMIUM, which does not start."
fi
if [ -n "$to_type" ]; then
    say "Type: $to_type"
    say "If there is no such package (Ubuntu's chromium is a snap, which cannot read files in /tmp):"
fi
say "Install Chromium or Google Chrome, or name it with CHROMIUM=/path/to/chrome; npm comes with Node.js."
exit 1
