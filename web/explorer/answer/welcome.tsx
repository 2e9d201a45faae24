import type { Choices } from "../state/index.js";
import { requesterOf, start } from "../state/index.js";
import { Link } from "../frame/link.js";

const EXAMPLES: { title: string; choices: Partial<Choices> }[] = [
  {
    title: "A rural county in Ohio that wants a co-responder team",
    choices: {
      requester: requesterOf("us-county:39163"),
      models: ["model:co-responder"],
      topics: ["topic:rural"],
    },
  },
  {
    title: "Los Angeles County, before a visit",
    choices: { requester: requesterOf("us-county:06037"), help: ["VISIT_HOSTED"] },
  },
  {
    title: "A tribe in Arizona that the list does not know",
    choices: {
      requester: {
        is: "profile",
        profile: {
          kind: "TRIBE",
          state: "AZ",
          population: 12000,
          density: null,
          setting: "NONCORE",
          county: null,
        },
      },
    },
  },
];

/** What the page is for, above the question, while nobody has asked yet. */
export function Welcome() {
  const documented = start.value?.dataVersion.documentedSites;
  return (
    <header class="welcome">
      <h1>Which learning sites should you ask?</h1>
      <p>
        {documented ?? "Some"} agencies across the United States help others to respond to people in
        a mental health crisis. Say who you are, and see whom to ask first, how sure that is, and
        why.
      </p>
    </header>
  );
}

/** Questions to begin with. */
export function Examples() {
  return (
    <section class="examples" aria-labelledby="examples">
      <h2 id="examples">For example</h2>
      <ul>
        {EXAMPLES.map(({ title, choices }) => (
          <li key={title}>
            <Link to={choices}>{title}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
