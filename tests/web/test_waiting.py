"""Pages that have much to work out say so at once, and come again by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from rolegraph.inference import current
from rolegraph.main import create_app
from rolegraph.settings import Settings
from rolegraph.web.pages import changes
from rolegraph.web.reference import why


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service that takes its small catalogue for a large one, and waits for nothing."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(changes, "LARGE", 0)
        patched.setattr(changes, "LITTLE_PATIENCE", 0)
        patched.setattr(current, "_LARGE", 0)
        patched.setattr(why, "LITTLE_PATIENCE", 0)
        app = create_app(Settings(data_dir=tmp_path_factory.mktemp("large")))
        with TestClient(app.api, base_url="http://localhost") as client:
            yield client


@pytest.mark.parametrize("path", ["/changes/1", "/why?subject=roles/ml-developer"])
def test_a_page_says_what_it_waits_for(client: TestClient, path: str) -> None:
    """Nobody looks at an empty window for seconds."""
    waiting = client.get(path)
    assert (503, "2") == (waiting.status_code, waiting.headers["Refresh"])
    assert "comes again by itself" in waiting.text

    while (page := client.get(path)).status_code == 503:
        pass
    assert 200 == page.status_code
