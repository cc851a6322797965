# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Convert the failure of an exchange to its meaning: above all, whether the server can have acted on the request."""

from __future__ import annotations

import ssl
from typing import Iterator

from .._core.retry import Fault
from . import wire

LONGEST_REASON = 60
"""Characters of a proxy's own words that an error quotes."""
_TIMEOUTS = frozenset(
    ["ConnectTimeout", "ConnectTimeoutError", "ReadTimeout", "ReadTimeoutError", "TimeoutError", "timeout"]
)
_MALFORMED = {
    "BadStatusLine": "its first line is no status line",
    "UnknownProtocol": "its first line names no version of HTTP",
    "LineTooLong": "a line of it is too long",
    "InvalidHeader": "its headers contradict each other",
    "ValueError": "it cannot be read",
    "HTTPException": "it has too many headers",
}


class TransportFault(Exception):
    """No usable response came. The text names the cause and holds neither header nor body nor user info."""

    def __init__(self, fault: Fault, cause: str) -> None:
        super().__init__(cause)
        self.fault = fault


def not_made(error: Exception) -> TransportFault:
    if "SOCKS" in str(error):
        return TransportFault(Fault.INVALID, "a SOCKS proxy needs the Python library PySocks, which is not installed")
    return TransportFault(Fault.INVALID, f"the request could not be made ({type(error).__name__})")


def bound(error: wire.Bound, exchange: wire.Exchange) -> TransportFault:
    """Return the fault of an exchange that reached one of its bounds."""
    if isinstance(error, wire.ProxyRefused):
        return _refused_by_proxy(error)
    if isinstance(error, wire.Overdue) and exchange.was_sent:
        return TransportFault(Fault.OVERDUE, "no complete response in the time that was left")
    if isinstance(error, wire.Overdue):
        return TransportFault(Fault.CONNECT, "no connection in the time that was left")
    who = "the response" if exchange.was_sent else "the response of the proxy"
    if isinstance(error, wire.TooLarge):
        most = f"{wire.MOST_BYTES // 1024**2} MiB"
        text = f"{who} is larger than {most}, the most that the client reads"
        return TransportFault(Fault.TOO_LARGE if exchange.was_sent else Fault.CONNECT, text)
    return TransportFault(Fault.MALFORMED if exchange.was_sent else Fault.CONNECT, f"{who} is not HTTP: {error}")


def broken(error: Exception, exchange: wire.Exchange, timeout: float) -> TransportFault:
    """Return any other fault; ``timeout``: seconds that each silence may take."""
    names = [type(item).__name__ for item in _chain(error)]
    return _after_sending(error, names, exchange, timeout) if exchange.was_sent else _before(error, names, timeout)


def _before(error: Exception, names: list[str], timeout: float) -> TransportFault:
    """Return the fault if nothing of the request was sent."""
    if _TIMEOUTS.intersection(names):
        return TransportFault(Fault.CONNECT, f"no connection{_to_whom(names)} within {timeout:g} s")
    if any(isinstance(item, ssl.SSLError) for item in _chain(error)) or "SSLError" in names:
        return TransportFault(Fault.TLS, f"TLS failed: {_cause(error)}")
    if {"ConnectionError", "ProxyError"}.intersection(names):
        return TransportFault(Fault.CONNECT, f"no connection{_to_whom(names)}: {_cause(error)}")
    if names[0] == "OSError" and isinstance(error, OSError):
        said = error.strerror or "no usable CA bundle"
        return TransportFault(Fault.TLS, f"TLS could not be set up: {said}")
    return not_made(error)


def _after_sending(error: Exception, names: list[str], exchange: wire.Exchange, timeout: float) -> TransportFault:
    if _TIMEOUTS.intersection(names):
        said = "the response stopped half-way" if exchange.has_begun else f"no response within {timeout:g} s"
        return TransportFault(Fault.TIMEOUT, said)
    if "IncompleteRead" in names:
        return TransportFault(Fault.CUT, "the response ended before its announced length")
    if "RemoteDisconnected" not in names and not exchange.is_at_end:
        found = next((_MALFORMED[name] for name in names if name in _MALFORMED), None)
        if found:
            return TransportFault(Fault.MALFORMED, f"the response is not HTTP: {found}")
    return TransportFault(Fault.RESET, f"the connection broke: {_cause(error)}")


def _to_whom(names: list[str]) -> str:
    return " to the proxy" if "ProxyError" in names else ""


def _refused_by_proxy(error: wire.ProxyRefused) -> TransportFault:
    """Return the fault: a proxy's final refusal is not retried, a temporary one is."""
    reason = "".join(character for character in error.reason if character.isprintable()).strip()
    said = f"the proxy refused: {error.status} {reason[:LONGEST_REASON]}".strip()
    if error.status == 407:
        return TransportFault(Fault.PROXY_LOGIN, said)
    can_pass = error.status in (408, 429) or error.status >= 500
    return TransportFault(Fault.CONNECT if can_pass else Fault.PROXY, said)


def _cause(error: BaseException) -> str:
    """Return the system's word for the cause; never the exception's own text, which can hold URLs and headers."""
    for item in _chain(error):
        if isinstance(item, ssl.SSLCertVerificationError):
            return f"certificate refused ({item.verify_message})"
        if isinstance(item, ssl.SSLError) and item.reason:
            return str(item.reason).replace("_", " ").lower()
        if isinstance(item, OSError) and item.strerror:
            return item.strerror
    return type(error).__name__


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the exception and all its parts: arguments, reasons, causes and contexts."""
    queue, seen = [error], set()
    while queue:
        item = queue.pop(0)
        if id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        inner = [*item.args, getattr(item, "reason", None), item.__cause__, item.__context__]
        queue += [part for part in inner if isinstance(part, BaseException)]
