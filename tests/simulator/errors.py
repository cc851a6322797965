# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Refusals: what a handler raises instead of answering."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .exchange import Reply, json_reply


class Refusal(Exception):
    """A request that is answered with an error; subclasses know the shape of the body."""

    def reply(self, context_id: str) -> Reply:
        """The answer, whose body names the correlation id where its shape has room for it."""
        raise NotImplementedError


class ApiError(Refusal):
    """An error of the API proper: ``{message, code, status, contextId, details, errors}``."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        fields: Iterable[str] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """``fields``: dotted names of what is wrong; each becomes one of the details."""
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.details = [{"errorCode": code, "fieldName": field} for field in fields]
        self.headers = dict(headers or {})

    def reply(self, context_id: str) -> Reply:
        body = {
            "message": self.message,
            "code": self.code,
            "status": self.status,
            "contextId": context_id,
            "details": self.details,
            "errors": [],
        }
        return json_reply(body, self.status, self.headers)


def invalid(problems: Mapping[str, str]) -> ApiError:
    """400 for fields with wrong values: dotted field name -> what is wrong with it."""
    message = "; ".join(f"{field}: {problem}" for field, problem in problems.items())
    return ApiError(400, "invalid.value", message, fields=problems)


def bad_request(message: str) -> ApiError:
    """400 for a request that is wrong as a whole."""
    return ApiError(400, "bad.request", message)


def not_found(message: str = "The requested resource was not found.") -> ApiError:
    """404, for paths and for entities alike."""
    return ApiError(404, "not.found", message)


def method_not_allowed(method: str, allowed: Iterable[str]) -> ApiError:
    """405 with the methods that would do."""
    headers = {"Allow": ", ".join(sorted(allowed))}
    return ApiError(405, "method.not.allowed", f"Method {method} is not allowed here.", headers=headers)
