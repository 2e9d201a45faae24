import { useSignal } from "@preact/signals";
import { percent, plural, points } from "../common/numbers.js";
import { Synthetic } from "../frame/synthetic.js";
import { groupsOf } from "./layers.js";
import { RequestDrawing } from "./request-drawing.js";
import { RequestTable } from "./request-table.js";
import "./evidence.css";

/** A past request that counts for a site. */
export interface PastRequest {
  key: string;
  /** `2025-06` */
  month: string;
  /** Names of the models that it was about. */
  models: string[];
  jurisdiction: { key: string; name: string; state: string };
  /** Of its jurisdiction to the requester, 0 to 1. */
  similarity: number;
  /** What became of it, as a value of `RequestStatus` and in words. */
  outcome: { value: string; title: string };
  /** What it adds to the score under the weights in force, 0 to 1. */
  contribution: number;
}

export interface TrackRecordProperties {
  requester: string;
  site: { name: string; state: string };
  /** What the track record adds to the score, 0 to 1, and why in a sentence; null where it does not count. */
  factor: { contribution: number; reason: string } | null;
  /** Null for a caller who may not see single requests. */
  requests: readonly PastRequest[] | null;
  /** How many there are in all; `requests` are those that count most. */
  total: number;
  synthetic: boolean;
  /** Where the caller could sign in; null where nobody can. */
  signIn: string | null;
}

/** Who asked a site before: jurisdictions, their requests on a line of time, and the site; or the same as a table. */
export function TrackRecord(properties: TrackRecordProperties) {
  const { requester, site, factor, requests, total, synthetic } = properties;
  const asTable = useSignal(false);
  const groups = requests && groupsOf(requests);
  return (
    <section class="track-record card" aria-labelledby="track-record">
      <header>
        <h2 id="track-record">Who asked {site.name} before</h2>
        {groups && groups.length > 0 && (
          <button
            type="button"
            aria-pressed={asTable.value}
            onClick={() => {
              asTable.value = !asTable.value;
            }}
          >
            Show as table
          </button>
        )}
      </header>
      {synthetic && factor && factor.contribution > 0 && (
        <p class="badges">
          <Synthetic />
        </p>
      )}
      {groups === null ? (
        <Withheld {...properties} />
      ) : groups.length === 0 ? (
        <p class="hint">
          No answered request of a place like {requester} went to this site. Its score rests on the
          other parts.
        </p>
      ) : (
        <>
          <p class="hint">
            {total > requests!.length
              ? `The ${requests!.length} of ${plural(total, "request")} that count most`
              : plural(total, "request")}{" "}
            from {plural(groups.length, "jurisdiction")} like {requester},{" "}
            {percent(groups[0]!.similarity)}
            {groups.length > 1 && ` to ${percent(groups.at(-1)!.similarity)}`}% similar.{" "}
            {total > 1 ? "Together they add" : "It adds"} {points(factor?.contribution ?? 0)}{" "}
            points.
          </p>
          <div class="track-drawing" hidden={asTable.value}>
            <RequestDrawing groups={groups} site={site} contribution={factor?.contribution ?? 0} />
          </div>
          <div class="track-table" hidden={!asTable.value}>
            <RequestTable groups={groups} site={site} />
          </div>
        </>
      )}
    </section>
  );
}

/** A caller without the right to see single requests learns that there is a track record, and why no more. */
function Withheld({ site, factor, signIn }: TrackRecordProperties) {
  return (
    <>
      <p>
        {factor && factor.contribution > 0
          ? `Its track record adds ${points(factor.contribution)} points. ${factor.reason}`
          : `No past request adds to the score of ${site.name}.`}
      </p>
      <p class="hint">
        Single requests are shown to program staff only: a place and a month could tell which agency
        asked for help. {signIn && <a href={signIn}>Sign in as staff</a>}
      </p>
    </>
  );
}
