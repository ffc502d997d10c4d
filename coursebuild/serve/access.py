"""Who may see what: the machine's own user everything, others what students may see."""

import hmac
import ipaddress
import os
import secrets
import socket
import sys
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from coursebuild.model import STUDENT

STUDENTS = STUDENT.name  # the only edition that is shown to others

_TABLES = {4: Path("/proc/net/tcp"), 6: Path("/proc/net/tcp6")}  # proc_pid_net(5)
_ADDRESS, _USER = 1, 7  # columns
_ADMINISTRATOR = 0  # what forwards a connection to a container or a virtual machine often runs as this user


def is_loopback(host: str) -> bool:
    """Whether a name or address is that of this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Access(NamedTuple):
    """The rules of a server that listens at `host`.

    At an address of this machine alone, everything is shown. Elsewhere, what students may see, and with
    `shows_instructor`, the rest to who has the key.
    """

    host: str
    port: int
    shows_instructor: bool = False
    token: str = ""  # of the pages, without which nothing is changed or opened
    key: str = ""

    @classmethod
    def new(cls, host: str, port: int, *, shows_instructor: bool) -> "Access":
        return cls(host, port, shows_instructor, secrets.token_urlsafe(24), secrets.token_urlsafe(24))

    @property
    def is_private(self) -> bool:
        return is_loopback(self.host)

    @property
    def cookie(self) -> str:
        """The name of the cookie with the key; cookies of a host are shared by its ports."""
        return f"coursebuild-{self.port}"

    def knows_host(self, header: str) -> bool:
        """Whether a Host header names this server, not a web site whose name leads here (DNS rebinding)."""
        try:
            name = urlsplit(f"//{header}").hostname or ""
        except ValueError:
            return False
        if is_loopback(name):
            return True
        if self.is_private:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            own = {self.host.lower(), socket.gethostname().lower()}
            return name.lower() in own | {f"{each}.local" for each in own}
        return True

    def is_full(self, cookies: str) -> bool:
        """Whether a request, with this Cookie header, may see everything."""
        if self.is_private:
            return True
        try:
            found = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return False
        return found is not None and self.opens(found.value)

    def opens(self, key: str) -> bool:
        """Whether this is the key."""
        return self.shows_instructor and _is_same(key, self.key)

    def is_own_token(self, token: object) -> bool:
        return isinstance(token, str) and _is_same(token, self.token)


def _is_same(text: str, secret: str) -> bool:
    return hmac.compare_digest(text.encode(errors="surrogatepass"), secret.encode())


def is_strangers(address: tuple[str, int]) -> bool:
    """Whether another user of this machine has this end of a connection; False where nothing says so."""
    if not hasattr(os, "getuid"):
        return False
    user = _user(*address)
    return user not in (None, os.getuid(), _ADMINISTRATOR)


def _user(host: str, port: int) -> int | None:
    """The user of the process with this end of a connection."""
    try:
        ip = ipaddress.ip_address(host)
        wanted = f"{_hexadecimal(ip.packed)}:{port:04X}"
        with _TABLES[ip.version].open(encoding="ascii") as lines:
            next(lines)
            rows = (line.split() for line in lines)
            return next((int(row[_USER]) for row in rows if row[_ADDRESS] == wanted), None)
    except (OSError, ValueError, StopIteration, IndexError):
        return None


def _hexadecimal(packed: bytes) -> str:
    """An address as the kernel prints it: in words of four bytes, each in the machine's order."""
    words = (packed[at : at + 4] for at in range(0, len(packed), 4))
    return "".join(f"{int.from_bytes(word, sys.byteorder):08X}" for word in words)
