"""Calls of the API: each is written once, and is a method of both clients.

A method says what is sent and how the answer is read. A client that waits returns what the answer
means; one for asyncio returns it to who awaits it.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import iscoroutinefunction, signature
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

from rolegraph.client.requests import ApiRequest

P = ParamSpec("P")
T = TypeVar("T")


class Waits(Protocol):
    """Sends requests, and waits for each answer."""

    def send(self, request: ApiRequest[T]) -> T:
        """Send a request and return what its answer means."""


class Awaits(Protocol):
    """Sends requests for asyncio."""

    async def send(self, request: ApiRequest[T]) -> T:
        """Send a request and return what its answer means."""


class ThroughClient:
    """Sends what belongs to one part of the API through its client."""

    def __init__(self, client: Waits) -> None:
        self._client = client

    def send(self, request: ApiRequest[T]) -> T:
        """Send a request and return what its answer means."""
        return self._client.send(request)


class ThroughAsyncClient:
    """The same for asyncio."""

    def __init__(self, client: Awaits) -> None:
        self._client = client

    async def send(self, request: ApiRequest[T]) -> T:
        """Send a request and return what its answer means."""
        return await self._client.send(request)


class ApiCall(Generic[P, T]):
    """A method of clients, made of a function that returns a request.

    Args:
        make: takes a client, which it leaves alone, and the arguments of the method.
    """

    def __init__(self, make: Callable[Concatenate[Any, P], ApiRequest[T]]) -> None:
        @wraps(make)
        def waited(client: Waits, *args: P.args, **named: P.kwargs) -> T:
            return client.send(make(client, *args, **named))

        @wraps(make)
        async def awaited(client: Awaits, *args: P.args, **named: P.kwargs) -> T:
            return await client.send(make(client, *args, **named))

        # What `help` shows is what a caller gets.
        of_make = signature(make)
        result = str(of_make.return_annotation).removeprefix("ApiRequest[").removesuffix("]")
        shown = of_make.replace(return_annotation=result)
        for method in (waited, awaited):
            method.__dict__["__signature__"] = shown
        self._waited, self._awaited = waited, awaited
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, client: None, kind: type) -> Callable[..., Any]: ...

    @overload
    def __get__(self, client: Waits, kind: type) -> Callable[P, T]: ...

    @overload
    def __get__(self, client: Awaits, kind: type) -> Callable[P, Coroutine[Any, Any, T]]: ...

    def __get__(self, client: Waits | Awaits | None, kind: type) -> Callable[..., Any]:
        called: Callable[..., Any] = self._waited
        if iscoroutinefunction(getattr(kind, "send", None)):
            called = self._awaited
        return called if client is None else called.__get__(client, kind)
