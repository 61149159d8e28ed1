"""Where a request may be sent on to: this machine, or what the user named in the settings; never anything else."""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)
"""What a resolver may take for an address: 2130706433, 0x7f.1, 127.1."""
NAME = re.compile(r"[a-z0-9]([a-z0-9_.-]{0,251}[a-z0-9])?\.?", re.IGNORECASE)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
METADATA = ipaddress.ip_address("fd00:ec2::254")
"""Where a cloud's machines ask for their credentials; its IPv4 form is link-local."""
PORTS = {"http": 80, "https": 443}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Iterable[str]]


class Refused(OSError):
    """A target that nothing is sent to; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that requests are sent on to."""

    url: str
    named: bool = False
    """It stands in the settings: then it may be another machine."""
    cacert: str | None = None
    """A file with the certificate that its own is signed with."""
    insecure: bool = False
    """Its certificate is not checked."""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        parts = urlsplit(self.url)
        return parts.port or PORTS.get(parts.scheme, 0)


class Unknown(Refused):
    """A name that nobody here knows: it may be known in a moment."""


def resolved(name: str, port: int) -> tuple[str, ...]:
    """The addresses of a host, as this machine knows them."""
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unknown(f"{name} is not known here: {error}") from error
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def dialled(target: Target, own_ports: Iterable[int] = (), resolve: Resolve = resolved) -> str:
    """The address to connect to, and to no other: a name may have another one a moment later. Raises `Refused`."""
    _well_formed(target)
    addresses = [_address(one) for one in resolve(target.host, target.port)]
    for address in addresses:
        _allowed(target, address, own_ports)
    if not addresses:
        raise Refused(f"{target.host} has no address")
    return str(addresses[0])


def check(target: Target, own_ports: Iterable[int]) -> None:
    """Before anything is to be sent: raises `Refused` where nothing ever will be. A name in the settings may not be
    known yet."""
    try:
        dialled(target, own_ports)
    except Unknown:
        if not target.named:
            raise


def _well_formed(target: Target) -> None:
    """Before anybody is asked for an address."""
    try:
        parts = urlsplit(target.url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"{target.url} is no URL: {error}") from error
    if parts.scheme not in PORTS:
        raise Refused(f"{target.url} does not begin with http:// or https://")
    if "@" in parts.netloc:
        raise Refused(f"the URL for {target.host} holds a user or a password: leave them out, or have a header sent")
    if port == 0:
        raise Refused(f"{target.url} has port 0, where nothing can listen")
    if not _is_host(target.host):
        raise Refused(f"{target.host or target.url} is neither a name nor a whole address, such as 127.0.0.1 or [::1]")


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(NAME.fullmatch(host)) and not NUMERIC.fullmatch(host)
    return "%" not in host


def _address(text: str) -> Address:
    """The address that is meant: an IPv4 one inside an IPv6 one is that."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inside = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if address in NAT64:
        inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inside or address


def _allowed(target: Target, address: Address, own_ports: Iterable[int]) -> None:
    where = target.host if str(address) == target.host else f"{target.host} ({address})"
    if address.is_loopback:
        if target.port in set(own_ports):
            raise Refused(f"{where}:{target.port} is callboard's own port: what it sends there would come back to it")
        return
    if address == METADATA or not _somewhere(address):
        raise Refused(f"{where} is an address that nothing is ever sent to")
    if not target.named:
        raise Refused(f"{where} is another machine: name it in the settings to have requests sent there")


def _somewhere(address: Address) -> bool:
    return not (address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved)
