import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../schema.graphql",
  documents: "explorer/**/*.graphql",
  generates: {
    "explorer/api/generated/": {
      preset: "client",
      presetConfig: {
        fragmentMasking: false,
        // Only the ids of documents are in the bundle; the service knows their texts.
        persistedDocuments: { hashAlgorithm: "sha256", mode: "replaceDocumentWithHash" },
      },
      config: {
        documentMode: "string",
        scalars: { Date: "string", DateTime: "string", Month: "string" },
        defaultScalarType: "unknown",
        useTypeImports: true,
        enumsAsTypes: true,
        onlyOperationTypes: true,
        importExtension: ".js",
      },
    },
  },
};

export default config;
