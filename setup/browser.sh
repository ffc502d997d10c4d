#!/bin/sh
# The tests open pages in Chromium, and check them with axe-core, which npm installs; users need neither.
# Sees that both programs are there, and installs them where that needs no password.
#
#   sh setup/browser.sh    CHROMIUM=/path/to/chromium names one that stands elsewhere

set -eu
here=$(dirname "$0")

look() {
    missing=''
    [ -n "$(sh "$here/which-browser.sh")" ] || missing='chromium'
    npm --version </dev/null >/dev/null 2>&1 || missing="$missing npm"
    missing=${missing# }
}

look
[ -n "$missing" ] || exit 0

as_root=sudo may_install=no
if [ "$(id -u)" = 0 ]; then
    as_root='' may_install=yes
elif sudo -n true 2>/dev/null; then
    may_install=yes
fi

refresh=''
if command -v apt-get >/dev/null; then
    refresh="$as_root apt-get update"
    install="$as_root apt-get install --yes --no-install-recommends $missing"
elif command -v dnf >/dev/null; then
    install="$as_root dnf install --assumeyes $missing"
elif command -v brew >/dev/null; then
    install="brew install $(echo "$missing" | sed 's/chromium/google-chrome/; s/npm/node/')"
    may_install=yes
else
    install='' may_install=no
fi
install=${install# } refresh=${refresh# }

if [ "$may_install" = yes ]; then
    echo "+ $install"
    # shellcheck disable=SC2086  # the commands above are lists of plain words
    if [ -z "$refresh" ]; then
        $install </dev/null || true
    elif ! $install </dev/null >/dev/null 2>&1; then
        echo "+ $refresh"
        $refresh </dev/null >/dev/null || true
        $install </dev/null >/dev/null || true
    fi
    look
    [ -n "$missing" ] || exit 0
fi

say() { printf '%s\n' "$*" >&2; }

say "error: the tests cannot open pages as a reader does: $(echo "$missing" | sed 's/ / and /') not found."
if [ -n "${CHROMIUM:-}" ] && [ "$missing" != npm ]; then
    say "CHROMIUM names $CHROMIUM, which does not start."
fi
if [ -n "$install" ]; then
    say "Type: ${refresh:+$refresh && }$install"
    say "Where there is no such package (Ubuntu's chromium is a snap, which sees no files in /tmp):"
fi
say "Install Chromium or Google Chrome, or name it with CHROMIUM=/path/to/chrome; npm comes with Node.js."
exit 1
