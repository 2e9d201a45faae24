import { count, monthName, plural } from "../common/numbers.js";
import { placeName } from "../find/names.js";
import { Link } from "../frame/link.js";
import { Synthetic } from "../frame/synthetic.js";
import { requesterOf } from "../state/index.js";
import { Section, type Site } from "./site-profile.js";

interface Properties {
  /** Null for a caller who may not see requests. */
  helped: Site["helped"] | null;
  site: string;
  signIn: string | null;
}

/** The jurisdictions whose requests a site answered, those with most first. */
export function Helped({ helped, site, signIn }: Properties) {
  const edges = helped?.edges ?? [];
  return (
    <Section title="Whom it helped" name="helped">
      {helped === null ? (
        <p class="hint">
          Program staff see which jurisdictions {site} helped: a place and a month could tell which
          agency asked for help. {signIn && <a href={signIn}>Sign in as staff</a>}
        </p>
      ) : edges.length === 0 ? (
        <p class="hint">No answered request is recorded.</p>
      ) : (
        <>
          <p class="badges">
            {edges.some(({ synthetic }) => synthetic) && <Synthetic />}
            <span>
              {plural(helped!.totalCount, "jurisdiction")}
              {helped!.totalCount > edges.length &&
                `, the ${edges.length} with most requests below`}
            </span>
          </p>
          <div class="scroll" tabIndex={0} role="region" aria-label={`Whom ${site} helped`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Jurisdiction</th>
                  <th scope="col">Requests</th>
                  <th scope="col">Completed</th>
                  <th scope="col">Matched</th>
                </tr>
              </thead>
              <tbody>
                {edges.map(({ node, requests, completed, firstMatched, lastMatched }) => (
                  <tr key={node.key}>
                    <th scope="row">
                      <Link to={{ page: "answer", requester: requesterOf(node.key) }}>
                        {placeName(node)}
                      </Link>
                    </th>
                    <td>{count(requests)}</td>
                    <td>{count(completed)}</td>
                    <td>
                      {monthName(firstMatched)}
                      {lastMatched !== firstMatched && ` to ${monthName(lastMatched)}`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Section>
  );
}
