import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: "src/**/*.ts",
  generates: {
    "src/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string", // a document is its text: `fetch` is all that it takes to send it
        scalars: { Date: "string", DateTime: "string", Month: "string" },
        defaultScalarType: "unknown",
        useTypeImports: true,
        importExtension: ".js",
      },
    },
  },
};

export default config;
