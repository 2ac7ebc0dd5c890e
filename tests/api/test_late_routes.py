"""A start does no work for routes that nobody has asked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.testclient import TestClient

from rolegraph.api.operations.late_routes import LateRoute, LateRouter, place
from rolegraph.main import create_app
from rolegraph.settings import Settings


def test_a_service_starts_without_working_out_its_routes(tmp_path: Path) -> None:
    """There are hundreds of them, and looking into each took a fifth of the start."""
    app = create_app(Settings(data_dir=tmp_path))

    routes = [route for route in app.api.routes if isinstance(route, LateRoute)]

    app.state.store.close()
    assert 300 < len(routes)
    assert [] == [route.path for route in routes if "app" in vars(route)]


def test_a_request_works_out_the_route_that_takes_it_and_no_other() -> None:
    """The others are told apart by their addresses."""
    app, routes = FastAPI(), LateRouter(default_response_class=JSONResponse)

    @routes.get("/boats/{name}")
    def boat(name: str, speed: int = 4) -> dict[str, object]:
        return {"name": name, "speed": speed}

    @routes.get("/boats")
    def boats() -> list[str]:
        return ["Anna"]

    place(app, routes)
    with TestClient(app) as client:
        assert {"name": "Anna", "speed": 7} == client.get("/boats/Anna?speed=7").json()
        assert 422 == client.get("/boats/Anna?speed=slow").status_code

    assert [True, False] == ["app" in vars(route) for route in routes.routes]


def test_many_threads_may_need_a_route_at_once() -> None:
    """Requests are answered by a pool of threads, and the first ones come together."""
    routes, together = LateRouter(), Barrier(8)

    @routes.get("/boats/{name}")
    def boat(name: str) -> str:
        return name

    [route] = routes.routes

    def look(_: int) -> object:
        together.wait()
        return route.dependant  # type: ignore[attr-defined]

    with ThreadPoolExecutor(8) as pool:
        assert 1 == len({id(found) for found in pool.map(look, range(8))})


def test_what_a_route_does_not_have_is_an_error_as_anywhere() -> None:
    """Libraries ask objects for what they may have."""
    routes = LateRouter()
    routes.add_api_route("/boats", lambda: "Anna")

    with pytest.raises(AttributeError, match="anchor"):
        _ = routes.routes[0].anchor  # type: ignore[attr-defined]
    assert not hasattr(routes.routes[0], "__anchor__")
