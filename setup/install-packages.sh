# shellcheck shell=sh
# Functions for the scripts that install system packages; those scripts source this file.

say() { printf '%s\n' "$*" >&2; }

# install_packages APT DNF BREW
#
# Install packages with the system's package manager, if that needs no password. Each argument lists the
# packages for one manager, separated by spaces. Failures are not reported: the caller checks again for what it
# needs. Sets
#
#   may_install    yes if installing was tried, no if it needs a password or no package manager was found
#   to_type        the command that installs the packages, for a message; empty if no manager was found
install_packages() {
    as_root=sudo may_install=no
    if [ "$(id -u)" = 0 ]; then
        as_root='' may_install=yes
    elif sudo -n true 2>/dev/null; then
        may_install=yes
    fi

    refresh=''
    if command -v apt-get >/dev/null; then
        refresh="$as_root apt-get update"
        install="$as_root apt-get install --yes --no-install-recommends $1"
    elif command -v dnf >/dev/null; then
        install="$as_root dnf install --assumeyes $2"
    elif command -v pacman >/dev/null; then
        install="$as_root pacman --sync --needed --noconfirm $2"  # Arch has the names of Fedora
    elif command -v brew >/dev/null; then
        # Homebrew installs as the user, and refuses to run as root.
        install="brew install $3"
        may_install=yes
    else
        install='' may_install=no
    fi
    install=${install# } refresh=${refresh# }
    # shellcheck disable=SC2034  # for the callers
    to_type="${refresh:+$refresh && }$install"

    [ "$may_install" = yes ] || return 0
    echo "+ $install"
    # shellcheck disable=SC2086  # the commands above are lists of plain words
    if [ -z "$refresh" ]; then
        $install </dev/null || true
    elif ! $install </dev/null >/dev/null 2>&1; then
        # apt's lists may be missing, or name versions that the mirrors no longer have.
        echo "+ $refresh"
        $refresh </dev/null >/dev/null || true
        $install </dev/null >/dev/null || true
    fi
}
