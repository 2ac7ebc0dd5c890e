// The address of the service stands in the document, as `servers`.
module.exports = {
  rolegraph: {
    input: "./openapi.json",
    output: {
      target: "./orval.ts",
      client: "fetch",
      mode: "single",
      baseUrl: { getBaseUrlFromSpecification: true },
    },
  },
};
