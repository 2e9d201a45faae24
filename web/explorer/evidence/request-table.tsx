import { monthName, percent, points } from "../common/numbers.js";
import type { Group } from "./layers.js";

interface Properties {
  groups: readonly Group[];
  site: { name: string };
}

export function RequestTable({ groups, site }: Properties) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Past requests to ${site.name}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Jurisdiction</th>
            <th scope="col">Similar</th>
            <th scope="col">Month</th>
            <th scope="col">About</th>
            <th scope="col">Outcome</th>
            <th scope="col">Points</th>
          </tr>
        </thead>
        <tbody>
          {groups.flatMap(({ jurisdiction, similarity, requests }) =>
            requests.map(({ key, month, models, outcome, contribution }) => (
              <tr key={`${key} ${jurisdiction.key}`} data-request={key}>
                <th scope="row">
                  {jurisdiction.name}, {jurisdiction.state}
                </th>
                <td class="number">{percent(similarity)}%</td>
                <td class="month">{monthName(month)}</td>
                <td>{models.join("; ") || "no model named"}</td>
                <td>{outcome.title}</td>
                <td class="number">{points(contribution)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
