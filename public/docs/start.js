// Earlier versions of this page kept the key here.
localStorage.removeItem("authorized");

SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  // Whoever opens the page next must not be handed the key.
  persistAuthorization: false,
  showCommonExtensions: true,
  tryItOutEnabled: false,
  // It would send the description to another host.
  validatorUrl: null,
});
