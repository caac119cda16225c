SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: true,
  showCommonExtensions: true,
  tryItOutEnabled: false,
  // It would send the description to another host.
  validatorUrl: null,
});
