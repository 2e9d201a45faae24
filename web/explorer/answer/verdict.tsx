import { count } from "../common/numbers.js";
import { requesterName } from "../find/names.js";
import { answer, label, requester, titleOf, descriptionOf } from "../state/index.js";
import { Synthetic } from "../frame/synthetic.js";
import { caveats, verdict } from "./sentence.js";

/** Whom to ask, how sure that is, and what to know of it. */
export function Verdict() {
  const list = answer.value?.recommendSites;
  const sure = label.value;
  if (!list) return null;
  return (
    <header class="verdict card">
      <p class="verdict-requester">
        For <strong>{requesterName()}</strong> <span class="soft">{features()}</span>
      </p>
      <h1 id="answer" tabIndex={-1}>
        {verdict()}
      </h1>
      <p class="badges">
        {sure && (
          <span
            class={`badge sure sure-${sure.toLowerCase()}`}
            title={descriptionOf("RecommendationLabel", sure)}
          >
            {titleOf("RecommendationLabel", sure)}
          </span>
        )}
        {list.synthetic && <Synthetic />}
        <span class="soft">
          {list.edges.length} sites ranked. {list.documentedSites} of {list.currentSites} sites are
          documented.
        </span>
      </p>
      {caveats().map((caveat) => (
        <p key={caveat} class="note">
          {caveat}
        </p>
      ))}
    </header>
  );
}

/** What the graph knows of the requester, in words. */
function features(): string {
  const place = answer.value?.jurisdiction;
  const agency = answer.value?.lawEnforcementAgency;
  if (place) {
    const parts = [
      titleOf("JurisdictionKind", place.kind),
      `${count(place.population)} people`,
      place.urbanClass && titleOf("UrbanClass", place.urbanClass),
    ];
    return parts.filter(Boolean).join(" · ");
  }
  if (agency) {
    const parts = [
      agency.agencyType && titleOf("AgencyType", agency.agencyType),
      agency.populationServed && `serves ${count(agency.populationServed)} people`,
    ];
    return parts.filter(Boolean).join(" · ");
  }
  const now = requester.value;
  return now?.is === "profile" && now.profile.setting
    ? titleOf("UrbanClass", now.profile.setting)
    : "";
}
