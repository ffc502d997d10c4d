#!/bin/sh
# WeasyPrint loads Pango and HarfBuzz when it starts; no Python package carries them.
# Sees that they are there, and installs them where that needs no password.
#
#   sh setup/native-libraries.sh [PYTHON]    PYTHON: the interpreter that will load them (python3)

set -eu
python=${1:-python3}

# Asks the way cffi does for WeasyPrint: by file name first, then by a search for the bare name.
absent() {
    "$python" -c '
import ctypes, ctypes.util, sys

def loads(name):
    files = [f"lib{name}.{end}" for end in ("so.0", "so.1", "0.dylib", "1.dylib", "dylib")]
    for file in (*files, ctypes.util.find_library(name)):
        try:
            if file and ctypes.CDLL(file):
                return True
        except OSError:
            pass
    return False

print(*[name for name in sys.argv[1:] if not loads(name)])
' "$@"
}

look() {
    needed=$(absent gobject-2.0 pango-1.0 pangoft2-1.0 harfbuzz fontconfig)
    faster=$(absent harfbuzz-subset)
}

look
[ -n "$needed$faster" ] || exit 0

as_root=sudo may_install=no
if [ "$(id -u)" = 0 ]; then
    as_root='' may_install=yes
elif sudo -n true 2>/dev/null; then
    may_install=yes
fi

refresh=''
if command -v apt-get >/dev/null; then
    packages='libharfbuzz-subset0'
    [ -z "$needed" ] || packages="libpango-1.0-0 libpangoft2-1.0-0 $packages"
    refresh="$as_root apt-get update"
    install="$as_root apt-get install --yes --no-install-recommends $packages"
elif command -v dnf >/dev/null; then
    install="$as_root dnf install --assumeyes pango harfbuzz"
elif command -v brew >/dev/null; then
    install='brew install pango harfbuzz'
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
    [ -n "$needed$faster" ] || exit 0
fi

say() { printf '%s\n' "$*" >&2; }

if [ -n "$needed" ]; then
    say "error: WeasyPrint cannot make PDF: $python cannot load ${needed}."
else
    say "warning: PDF will be written about three times slower: $python cannot load ${faster}."
fi
if [ "$(uname)" = Darwin ] && [ "$may_install" = yes ]; then
    say "Homebrew's own Python finds Homebrew's libraries. Type:"
    say "  brew install pango harfbuzz python && rm -rf .venv && make PYTHON=\"\$(brew --prefix)/bin/python3\""
elif [ -n "$install" ]; then
    say "Type: ${refresh:+$refresh && }$install"
else
    say "Install Pango (with PangoFT2) and HarfBuzz (with its subset library) with this system's package manager."
fi
[ -z "$needed" ]
