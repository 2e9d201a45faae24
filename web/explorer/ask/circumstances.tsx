import type { AgencyType, SwornBand } from "../api/index.js";
import {
  agencyType,
  answer,
  asOf,
  choose,
  excluded,
  requester,
  swornBand,
  titleOf,
  valuesOf,
} from "../state/index.js";

/** What kind of agency asks, as of when, and without which sites. */
export function Circumstances() {
  const isAgency = requester.value?.is === "agency";
  return (
    <details class="fold" open={excluded.value.length > 0}>
      <summary>
        <span class="fold-title">Your agency, and when</span>
        <span class="fold-value">{summary()}</span>
      </summary>
      <div class="fields">
        {!isAgency && (
          <p class="field">
            <label for="agency-type">Kind of agency</label>
            <select
              id="agency-type"
              value={agencyType.value ?? ""}
              onChange={({ currentTarget: { value } }) => {
                choose({ agencyType: (value || null) as AgencyType | null });
              }}
            >
              <option value="">Not stated</option>
              {valuesOf("AgencyType").map(({ value, title }) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          </p>
        )}
        <p class="field">
          <label for="sworn-band">Sworn officers</label>
          <select
            id="sworn-band"
            value={swornBand.value ?? ""}
            onChange={({ currentTarget: { value } }) => {
              choose({ swornBand: (value || null) as SwornBand | null });
            }}
          >
            <option value="">{isAgency ? "As the FBI's list has it" : "Not stated"}</option>
            {valuesOf("SwornBand").map(({ value, title }) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </select>
        </p>
        <p class="field">
          <label for="as-of">As of the end of</label>
          <input
            id="as-of"
            type="month"
            placeholder="2025-12"
            pattern="\d{4}-\d{2}"
            max={new Date().toISOString().slice(0, 7)}
            value={asOf.value ?? ""}
            onChange={({ currentTarget: { value, validity } }) => {
              if (validity.valid) choose({ asOf: value || null });
            }}
          />
        </p>
        <Excluded />
      </div>
    </details>
  );
}

/** The sites that are left out, each with a way back. */
function Excluded() {
  if (excluded.value.length === 0) return null;
  return (
    <div class="excluded">
      <p>Left out</p>
      <ul>
        {excluded.value.map((key) => (
          <li key={key}>
            <button
              type="button"
              onClick={() => {
                choose({ excluded: excluded.value.filter((other) => other !== key) });
              }}
            >
              {siteName(key)} <span aria-hidden="true">×</span>
              <span class="visually-hidden">: take in again</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Names of sites, also of those that the present answer leaves out. */
const names = new Map<string, string>();

function siteName(key: string): string {
  for (const { node } of answer.value?.recommendSites?.edges ?? []) {
    names.set(node.site.key, node.site.name);
  }
  return names.get(key) ?? key.replace(/^site:/, "").replaceAll("-", " ");
}

function summary(): string {
  const parts = [
    agencyType.value && titleOf("AgencyType", agencyType.value),
    swornBand.value && titleOf("SwornBand", swornBand.value),
    asOf.value && `as of ${asOf.value}`,
    excluded.value.length > 0 && `${excluded.value.length} left out`,
  ];
  return parts.filter(Boolean).join(", ") || "not stated, today";
}
