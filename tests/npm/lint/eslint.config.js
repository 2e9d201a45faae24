// The rules that schema.graphql must pass: all that @graphql-eslint has for schemas and for Relay, but for
// what OFF and EXCEPT name, each with its reason.
import graphql from "@graphql-eslint/eslint-plugin";

const { "flat/schema-all": all, "flat/schema-relay": relay } = graphql.configs;

const PREFIX = "@graphql-eslint/";

const OFF = [
  // Fields stand in the order in which a reader wants them.
  "alphabetize",
  // There are mutations and subscriptions, and their arguments are named by what they are.
  "input-name",
  "no-root-type",
  "require-field-of-type-query-in-mutation-result",
  // `@deprecated` has a reason, in which the date stands; GraphQL gives it no argument for one.
  "require-deprecation-date",
  // What has an identity implements Node; the parts of an answer (edges, factors, totals) have none.
  "strict-id-in-types",
];

const OPTIONS = {
  "description-style": { style: "block" },
  "naming-convention": {
    ...all.rules["@graphql-eslint/naming-convention"][1],
    // AND, OR and NOT of `where` are written as users of Neo4j's GraphQL library know them.
    InputValueDefinition: { style: "camelCase", ignorePattern: "^(AND|OR|NOT)$" },
  },
  // Lists that are ranked by a computed number are paged forward only.
  "relay-arguments": { includeBoth: false },
  // Short lists without facts on their edges (a site's models) are plain, bounded lists.
  "relay-edge-types": { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: true, withEdgeSuffix: true },
  "require-description": {
    types: true,
    rootField: true,
    FieldDefinition: true,
    InputValueDefinition: true,
    EnumValueDefinition: true,
    DirectiveDefinition: true,
  },
};

// Where a rule does not fit one place: the rule, the line of the schema, and why.
const EXCEPT = [
  {
    rule: "require-description",
    line: /^directive @oneOf on /,
    why: "GraphQL's own directive; it is written out for tools that do not know it yet.",
  },
  {
    rule: "require-nullable-result-in-root",
    line: /^  (dataVersion: DataVersion|recommendationDefaults: RecommendationDefaults|viewer: Viewer)!$/,
    why: "It takes no arguments: nothing that a client sends can make it fail.",
  },
  {
    rule: "relay-edge-types",
    line: /^type (Evidence|Recommendation)Edge /,
    why: "Computed for one question: they cannot be asked for again by an id.",
  },
  {
    rule: "no-typename-prefix",
    line: /^  requesterRole: AskerRole$/,
    why: "The role of a requester, not a role of the type Request.",
  },
];

let lines = [];

/** Takes away what EXCEPT names, and reports an exception that nothing needs any more. */
const exceptions = {
  meta: { name: "exceptions" },
  preprocess(text) {
    lines = text.split("\n");
    return [text];
  },
  postprocess([found]) {
    const isExcept = ({ ruleId, line }) => (each) => ruleId === PREFIX + each.rule && each.line.test(lines[line - 1]);
    const left = found.filter((message) => !EXCEPT.some(isExcept(message)));
    const stale = EXCEPT.filter((each) => !found.some((message) => isExcept(message)(each)));
    const ruleId = "exceptions";
    return [
      ...left,
      ...stale.map(({ line }) => ({ ruleId, severity: 2, line: 1, column: 1, message: `Nothing needs ${line}.` })),
    ];
  },
};

export default [
  {
    files: ["schema.graphql"],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: "schema.graphql" } } },
    linterOptions: { noInlineConfig: true },
    plugins: { "@graphql-eslint": graphql },
    processor: exceptions,
    rules: {
      ...all.rules,
      ...relay.rules,
      ...Object.fromEntries(OFF.map((name) => [PREFIX + name, "off"])),
      ...Object.fromEntries(Object.entries(OPTIONS).map(([name, options]) => [PREFIX + name, ["error", options]])),
    },
  },
];
