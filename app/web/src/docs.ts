// The documentation of the JSON API, from the service itself.

interface SwaggerBundle {
  (options: Record<string, unknown>): unknown;
}

const place = document.getElementById("api");
const bundle = (window as unknown as { SwaggerUIBundle?: SwaggerBundle }).SwaggerUIBundle;
if (place && bundle) {
  bundle({ url: place.dataset.description, domNode: place, deepLinking: true, validatorUrl: null });
}
