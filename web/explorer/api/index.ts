export { addressOf, idOf, query } from "./client.js";
export { OFFLINE, ServiceError, SIGNED_OUT } from "./service-error.js";
export type * from "./generated/graphql.js";
