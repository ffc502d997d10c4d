#!/bin/sh
# Install Pango and HarfBuzz, if that needs no password; otherwise print the command.
# WeasyPrint loads these libraries when it starts, and no Python package contains them.
#
#   sh setup/native-libraries.sh [PYTHON]    PYTHON is the interpreter that will load them (python3)

set -eu
here=$(dirname "$0")
# shellcheck source=setup/install-packages.sh
. "$here/install-packages.sh"
python=${1:-python3}

# Print the libraries that cannot be loaded. WeasyPrint loads them with cffi in the same way: first by file
# name, then by a search for the bare name.
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

# Set `needed` and `faster` to the missing libraries: those that PDFs need, and one that only saves time.
look() {
    needed=$(absent gobject-2.0 pango-1.0 pangoft2-1.0 harfbuzz fontconfig)
    faster=$(absent harfbuzz-subset)
}

look
[ -n "$needed$faster" ] || exit 0

apt='libharfbuzz-subset0'
[ -z "$needed" ] || apt="libpango-1.0-0 libpangoft2-1.0-0 $apt"
install_packages "$apt" 'pango harfbuzz' 'pango harfbuzz'
if [ "$may_install" = yes ]; then
    look
    [ -n "$needed$faster" ] || exit 0
fi

if [ -n "$needed" ]; then
    say "error: WeasyPrint cannot load ${needed}, which PDFs need ($python)."
else
    say "warning: ${faster} cannot be loaded: PDFs take about three times as long ($python)."
fi
if [ "$(uname)" = Darwin ] && [ "$may_install" = yes ]; then
    say "Homebrew's own Python finds Homebrew's libraries. Type:"
    say "  brew install pango harfbuzz python && rm -rf .venv && make PYTHON=\"\$(brew --prefix)/bin/python3\""
elif [ -n "$to_type" ]; then
    say "Type: $to_type"
else
    say "Install Pango (with PangoFT2) and HarfBuzz (with its subset library) with this system's package manager."
fi
[ -z "$needed" ]
