// Prints what each audit of graphql-http found at the address, as JSON.
import { serverAudits } from "graphql-http";

const found = [];
for (const { id, name, fn } of serverAudits({ url: process.argv[2] })) {
  const { status, reason } = await fn();
  found.push({ id, name, status, reason });
}
console.log(JSON.stringify(found));
