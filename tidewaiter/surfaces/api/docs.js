/* Draws the description of the API into the page; nothing is sent to other servers. */
const place = document.getElementById("swagger-ui");
SwaggerUIBundle({
  url: place.dataset.openapi,
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
