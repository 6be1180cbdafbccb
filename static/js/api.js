// The page of the API: Swagger UI over our own OpenAPI document. A file, because no script may stand in the page.
"use strict";
const place = document.getElementById("api");
SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: false,
  defaultModelsExpandDepth: 0,
  // What is sent and answered stays between this page and this installation.
  validatorUrl: null,
});
