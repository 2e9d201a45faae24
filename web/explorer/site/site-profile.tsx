import type { ComponentChildren } from "preact";
import type { SiteQuery } from "../api/index.js";
import { count, percent } from "../common/numbers.js";
import { Link } from "../frame/link.js";
import { titleOf } from "../state/index.js";
import { Helped } from "./helped.js";
import { confirmed, type Sources } from "./sources.js";
import { SourceList } from "./source-list.js";
import "./site.css";

export type Site = NonNullable<SiteQuery["site"]>;

interface Properties {
  site: Site;
  sources: Sources;
  /** Where it stands in the present answer, in a sentence; null without one. */
  standing: string | null;
  /** Where the caller could sign in to see whom it helped; null where nobody can, or they are. */
  signIn: string | null;
}

/** All that is known of a site, each fact with the page that confirmed it. */
export function SiteProfile({ site, sources, standing, signIn }: Properties) {
  return (
    <article class="site-profile">
      <header class="card">
        <h1>{site.name}</h1>
        <p class="soft">
          {titleOf("AgencyType", site.agencyType)} in {site.state}
          {site.status === "FORMER" && " · has left the program"}
        </p>
        {standing && <p>{standing}</p>}
        <p class="how-to-ask">
          <Linked text={site.howToAsk} />
        </p>
        {site.notes && <p>{site.notes}</p>}
      </header>
      <Facts site={site} sources={sources} />
      <Models site={site} sources={sources} />
      <Topics site={site} sources={sources} />
      <Partners site={site} sources={sources} />
      <Helped helped={site.helped ?? null} site={site.name} signIn={signIn} />
      <Similar site={site} />
      <SourceList sources={sources} />
    </article>
  );
}

interface SectionProperties {
  title: string;
  name: string;
  children: ComponentChildren;
}

export function Section({ title, name, children }: SectionProperties) {
  return (
    <section class="card" aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      {children}
    </section>
  );
}

type PartProperties = Pick<Properties, "site" | "sources">;

function Facts({ site, sources }: PartProperties) {
  const unknown = <span class="soft">no source says</span>;
  const places = site.jurisdictions?.edges.map(({ node }) => node) ?? [];
  const facts: [title: string, value: ComponentChildren, confirmation: ComponentChildren][] = [
    [
      "Serves",
      places.length === 0
        ? unknown
        : places
            .map(({ name, state, population }) => `${name}, ${state} (${count(population)} people)`)
            .join("; "),
      null,
    ],
    [
      "People served, as published",
      site.populationServed === null ? unknown : count(site.populationServed),
      site.populationServed === null
        ? null
        : confirmed(sources, site.populationServedLastConfirmed, site.populationServedConfirmedBy),
    ],
    [
      "Staff",
      personnel(site) ?? unknown,
      site.personnelTotal === null
        ? null
        : confirmed(sources, site.personnelLastConfirmed, site.personnelConfirmedBy),
    ],
    ["Size", site.swornBand ? titleOf("SwornBand", site.swornBand) : unknown, null],
    [
      "Kinds of help",
      site.assistanceOffered?.map((kind) => titleOf("AssistanceType", kind)).join(", ") || unknown,
      site.assistanceOffered?.length
        ? confirmed(sources, site.assistanceLastConfirmed, site.assistanceConfirmedBy)
        : null,
    ],
    [
      "Direct contact",
      site.directContactConfirmedBy ? "a page invites to contact the site directly" : unknown,
      site.directContactConfirmedBy
        ? confirmed(sources, site.directContactLastConfirmed, site.directContactConfirmedBy)
        : null,
    ],
    [
      "Capacity",
      site.monthlyCapacity === null ? unknown : `${count(site.monthlyCapacity)} requests a month`,
      null,
    ],
    [
      "Learning site",
      `since ${site.joinedYear}${site.joinedYearInferred ? " (inferred)" : ""}: ${site.statusBasis}`,
      confirmed(sources, site.lastConfirmed, site.confirmedBy),
    ],
  ];
  return (
    <Section title="Facts" name="facts">
      <dl class="site-facts-list">
        {facts.map(([title, value, confirmation]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
            {confirmation && <dd class="confirmed">{confirmation}</dd>}
          </div>
        ))}
      </dl>
    </Section>
  );
}

function personnel({ personnelTotal, personnelSworn, personnelCivilian }: Site): string | null {
  if (personnelTotal === null) return null;
  const parts = [
    personnelSworn !== null && `${count(personnelSworn)} sworn`,
    personnelCivilian !== null && `${count(personnelCivilian)} civilian`,
  ].filter(Boolean);
  return `${count(personnelTotal)}${parts.length ? ` (${parts.join(", ")})` : ""}`;
}

function Models({ site, sources }: PartProperties) {
  const models = site.operates?.edges ?? [];
  return (
    <Section title="Models that it runs" name="models">
      {models.length === 0 && <p class="hint">No source names one.</p>}
      <dl class="site-facts-list">
        {models.map(({ node, since, basis, lastConfirmed, confirmedBy }) => (
          <div key={node.key}>
            <dt>
              {node.name}
              {since !== null && <span class="soft"> since {since}</span>}
              {basis !== "published" && <span class="soft"> ({basis})</span>}
            </dt>
            <dd>{node.description}</dd>
            <dd class="confirmed">{confirmed(sources, lastConfirmed, confirmedBy)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Topics({ site, sources }: PartProperties) {
  const topics = site.specializesIn?.edges ?? [];
  if (topics.length === 0 && site.specialties.length === 0) return null;
  return (
    <Section title="Experience" name="experience">
      {topics.length > 0 && (
        <dl class="site-facts-list">
          {topics.map(({ node, lastConfirmed, confirmedBy }) => (
            <div key={node.key}>
              <dt>{node.name}</dt>
              <dd class="confirmed">{confirmed(sources, lastConfirmed, confirmedBy)}</dd>
            </div>
          ))}
        </dl>
      )}
      {site.specialties.length > 0 && (
        <>
          <h3>In words of its pages</h3>
          <ul class="bullets">
            {site.specialties.map((specialty) => (
              <li key={specialty}>{specialty}</li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Partners({ site, sources }: PartProperties) {
  const partners = site.partnersWith?.edges ?? [];
  return (
    <Section title="Partners" name="partners">
      {partners.length === 0 && <p class="hint">No source names one.</p>}
      <dl class="site-facts-list">
        {partners.map(({ node, lastConfirmed, confirmedBy }) => (
          <div key={node.key}>
            <dt>{node.name}</dt>
            <dd>{[titleOf("PartnerKind", node.kind), node.note].filter(Boolean).join(" · ")}</dd>
            <dd class="confirmed">{confirmed(sources, lastConfirmed, confirmedBy)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Similar({ site }: { site: Site }) {
  const others = site.similarSites?.edges ?? [];
  if (others.length === 0) return null;
  return (
    <Section title="Sites like it" name="similar-sites">
      <ul class="bullets">
        {others.map(({ node, score }) => (
          <li key={node.key}>
            <Link to={{ page: "site", selectedSite: node.key }}>{node.name}</Link>, {node.state} ·{" "}
            {percent(score)}% similar
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** A text with its addresses as links. */
function Linked({ text }: { text: string }) {
  return (
    <>
      {text.split(/(https?:\/\/[^\s)]+)/).map((part, index) =>
        index % 2 ? (
          <a key={part} href={part} rel="external">
            {part.replace(/^https?:\/\/(www\.)?/, "")}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}
