"""The Python client of the service: resources, questions, SPARQL and changes over HTTP.

```python
from rolegraph.client import Client

with Client("http://127.0.0.1:8000") as client:
    role = client.get("roles/data-analyst")
    rows = client.question("responsibilities-without-a-tool").rows
```

`AsyncClient` has the same methods, to be awaited. Neither loads the server or its engine.
"""

from rolegraph.client.asynchronous import AsyncClient
from rolegraph.client.model import Resource, ResourcePage, Rows
from rolegraph.client.synchronous import Client
from rolegraph.errors import (
    AnswerLost,
    Busy,
    ConfirmationNeeded,
    Conflict,
    FieldFaults,
    InputError,
    NotFound,
    ParameterError,
    PermissionDenied,
    PreconditionFailed,
    PreconditionRequired,
    Refused,
    RolegraphError,
    StillNeeded,
    StoreError,
    SyntaxFault,
    Unauthenticated,
)

__all__ = [
    "AnswerLost",
    "AsyncClient",
    "Busy",
    "Client",
    "ConfirmationNeeded",
    "Conflict",
    "FieldFaults",
    "InputError",
    "NotFound",
    "ParameterError",
    "PermissionDenied",
    "PreconditionFailed",
    "PreconditionRequired",
    "Refused",
    "Resource",
    "ResourcePage",
    "RolegraphError",
    "Rows",
    "StillNeeded",
    "StoreError",
    "SyntaxFault",
    "Unauthenticated",
]
