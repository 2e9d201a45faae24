/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Type of agency, of a site or of a requester. */
export type AgencyType =
  /** A provider or office of behavioral health. */
  | 'BEHAVIORAL_HEALTH'
  /** Police of a university. */
  | 'CAMPUS_POLICE'
  /** Several agencies together. */
  | 'COALITION'
  /** Police of a county. */
  | 'COUNTY_POLICE'
  /** A local government other than police. */
  | 'LOCAL_GOVERNMENT'
  /** Police of a city or town. */
  | 'MUNICIPAL_POLICE'
  /** Any other agency. */
  | 'OTHER'
  /** A sheriff's office. */
  | 'SHERIFF'
  /** An agency of a state. */
  | 'STATE_AGENCY'
  /** Police of a tribe. */
  | 'TRIBAL_POLICE';

/** How a site helps (kinds of technical assistance). */
export type AssistanceType =
  /** Policies, agreements, procedures or curricula are shared. */
  | 'DOCUMENT_SHARING'
  /** Letters by email. */
  | 'EMAIL_EXCHANGE'
  /** An expert is named. */
  | 'EXPERT_LINK'
  /** A call by phone or a conference call. */
  | 'PHONE_CALL'
  /** Staff of the site travel to the requester. */
  | 'SITE_TRAVELS'
  /** The design of a training or program is reviewed. */
  | 'TRAINING_REVIEW'
  /** A meeting by video. */
  | 'VIRTUAL_CONSULTATION'
  /** The site hosts a visit. */
  | 'VISIT_HOSTED'
  /** A webinar. */
  | 'WEBINAR';

/** The factors of a recommendation, in the order of the answer. */
export type Factor =
  /** Share of the requested kinds of help that the site offers. */
  | 'ASSISTANCE'
  /** Whether the site serves a campus, if the requester is one. */
  | 'CAMPUS'
  /** How few requests the site had lately, compared with the others; for readers from rounded counts. */
  | 'CAPACITY'
  /** Share of the requested models and topics that the site has. */
  | 'COVERAGE'
  /** How near the site is, if a visit is requested. */
  | 'DISTANCE'
  /** Answered requests of similar jurisdictions; for readers from rounded counts by urban class. */
  | 'EVIDENCE'
  /** How similar the requester is to a jurisdiction that the site serves. */
  | 'FIT'
  /** Whether a tribe is a partner of the site, if the requester is one. */
  | 'TRIBE';

/** What a jurisdiction is. */
export type JurisdictionKind =
  /** A university campus. */
  | 'CAMPUS'
  /** A county or its equivalent, such as a parish. */
  | 'COUNTY'
  /** A city, town or other place. */
  | 'PLACE'
  /** Several counties that act together. */
  | 'REGION'
  /** A state, or the District of Columbia. */
  | 'STATE'
  /** A township. The data have it as a place, or not; files of an operator add them. */
  | 'TOWNSHIP'
  /** A tribe. The data have none; files of an operator add them. */
  | 'TRIBE';

/** What a partner agency is. */
export type PartnerKind =
  /** A provider of mental health or substance use care. */
  | 'BEHAVIORAL_HEALTH_PROVIDER'
  /** A department of a county. */
  | 'COUNTY_DEPT'
  /** A court. */
  | 'COURT'
  /** A place that takes in people in crisis. */
  | 'CRISIS_CENTER'
  /** A center that takes and sends calls for help. */
  | 'DISPATCH'
  /** A hospital. */
  | 'HOSPITAL'
  /** A nonprofit or advocacy organization. */
  | 'NGO'
  /** Any other partner. */
  | 'OTHER'
  /** A tribe, or an agency of one such as its police. */
  | 'TRIBE'
  /** A university. */
  | 'UNIVERSITY';

/** A jurisdiction that is not in the graph; omitted fields are unknown. */
export type ProfileInput = {
  /** Kind of agency of the requester. */
  agencyType?: AgencyType | null | undefined;
  /** FIPS code of the county. */
  county?: string | null | undefined;
  /** People per square mile of land. */
  density?: number | null | undefined;
  /** Kind of jurisdiction. */
  kind?: RequesterKind;
  /** Latitude, degrees north. */
  latitude?: number | null | undefined;
  /** Longitude, degrees east. */
  longitude?: number | null | undefined;
  /** Population. */
  population?: number | null | undefined;
  /** Urban class; NONCORE is rural. */
  setting?: UrbanClass | null | undefined;
  /** Postal code of the state. */
  state: string;
  /** Size of the agency by sworn officers. */
  swornBand?: SwornBand | null | undefined;
};

/** A question for a recommendation. */
export type RecommendInput = {
  /** Kind of agency of the requester, with a `jurisdictionKey`; by default that of the `agencyOri`. */
  agencyType?: AgencyType | null | undefined;
  /** Answers with the data up to the end of this day. Of requests, a month counts once it is over; for readers a quarter. */
  asOf?: string | null | undefined;
  /** Requested kinds of help. */
  assistanceTypes?: Array<AssistanceType>;
  /** Keys of sites to exclude; the scores of the others do not change. */
  exclude?: Array<string>;
  /** The requester. */
  for: RequesterInput;
  /** Includes sites that have left the program. */
  includeFormer?: boolean;
  /** Keys of the requested program models. */
  models?: Array<string>;
  /** Order of the sites. */
  rank?: RecommendationRank;
  /** Size of the agency by sworn officers. */
  swornBand?: SwornBand | null | undefined;
  /** Keys of the requested topics. */
  topics?: Array<string>;
  /** Weights of the factors. */
  weights?: WeightsInput | null | undefined;
};

/** Lead of the first site over the next of its tier, in score. */
export type RecommendationLabel =
  /** At least 0.10, and the first site operates a requested model, if one is requested. */
  | 'CLEAR'
  /** Less than 0.03. */
  | 'CLOSE_CALL'
  /** At least 0.03; or at least 0.10 where the site operates no requested model. */
  | 'LEANING';

/** The order of recommended sites. */
export type RecommendationRank =
  /** By score alone. */
  | 'BY_SCORE'
  /** Sites that operate a requested model first, then by score. */
  | 'BY_TIER';

/** How far a site operates the requested models. Sites of a higher tier come first. */
export type RecommendationTier =
  /** Operates at least one of the requested models. */
  | 'OFFERS'
  /** Operates none of them, but a model of the same family. */
  | 'RELATED'
  /** Operates none of them, nor a model of their families. */
  | 'SIMILAR_ONLY';

/** A dimension to group requests by. */
export type RequestDimension =
  /** Size of the agency by sworn officers. */
  | 'AGENCY_SIZE'
  /** Requested kinds of help; a request counts in each of its groups. */
  | 'ASSISTANCE_TYPE'
  /** Program models that they are about; a request counts in each of its groups. */
  | 'MODEL'
  /** The month in which they were received. */
  | 'MONTH'
  /** The quarter in which they were received. */
  | 'QUARTER'
  /** Documented sites that answered; a request counts in each of its groups. */
  | 'SITE'
  /** The requester's state. */
  | 'STATE'
  /** Status of the request. */
  | 'STATUS'
  /** Topics that they concern; a request counts in each of its groups. */
  | 'TOPIC'
  /** Urban class of the requesters; a request counts in each of its groups. */
  | 'URBAN_CLASS'
  /** The year in which they were received. */
  | 'YEAR';

/** Status of a request, in the order of its life; the last three are closed. */
export type RequestStatus =
  /** Its receipt was confirmed to the requester. */
  | 'ACKNOWLEDGED'
  /** Help was given. */
  | 'COMPLETED'
  /** Help is under way. */
  | 'IN_PROGRESS'
  /** A site was found. */
  | 'MATCHED'
  /** It has arrived. */
  | 'RECEIVED'
  /** It was passed on to others. */
  | 'REFERRED_ELSEWHERE'
  /** Help has a date. */
  | 'SCHEDULED'
  /** The need is being clarified. */
  | 'SCOPING'
  /** The requester withdrew it. */
  | 'WITHDRAWN';

/** The requester: give exactly one of the three. */
export type RequesterInput =
  {   /** ORI of a law-enforcement agency, for example `AZDI06900`: it asks as what it polices, and as its kind of agency. */
  agencyOri: string; jurisdictionKey?: never; profile?: never; }
  |  { agencyOri?: never;   /** Key of a jurisdiction, for example `us-county:39163`. */
  jurisdictionKey: string; profile?: never; }
  |  { agencyOri?: never; jurisdictionKey?: never;   /** Features of a jurisdiction that is not in the graph. */
  profile: ProfileInput; };

/** The kind of a requester that is not in the graph. */
export type RequesterKind =
  /** A university campus. */
  | 'CAMPUS'
  /** A county or its equivalent, such as a parish. */
  | 'COUNTY'
  /** Anything else. */
  | 'OTHER'
  /** A city, town or other place. */
  | 'PLACE'
  /** Several counties together. */
  | 'REGION'
  /** A federally recognized tribe. */
  | 'TRIBE';

/** What a caller may see and do. */
export type Role =
  /** Sees what staff see, and writes. */
  | 'ADMIN'
  /** Sees what a reader sees, and writes. */
  | 'LOADER'
  /** Sees rounded counts, and no single requests. */
  | 'READER'
  /** Sees single requests and exact counts. */
  | 'STAFF';

/** The parts of the similarity of two jurisdictions. */
export type SimilarityPart =
  /** People of 65 and over: one half for 4 percentage points. */
  | 'AGE'
  /** People per square mile: one half for four times the density. */
  | 'DENSITY'
  /** 1 for the same or an adjacent county, one half at 150 miles. */
  | 'DISTANCE'
  /** People in group quarters: one half for 2 percentage points. */
  | 'GROUP_QUARTERS'
  /** People who speak limited English: one half for 1 percentage point. */
  | 'LIMITED_ENGLISH'
  /** American Indians and Alaska Natives: one half for 5 percentage points. */
  | 'NATIVE'
  /** People below 150% of the poverty line: one half for 5 percentage points. */
  | 'POVERTY'
  /** Mental-health providers per 100,000 people: one half for 50 more or fewer. */
  | 'PROVIDERS'
  /** 1 in the same state, less in the same Census division or region. */
  | 'REGION'
  /** Rural-urban continuum code of the county: one half for 2 codes apart. */
  | 'RURALITY'
  /** Kind of jurisdiction and urban class. */
  | 'SETTING'
  /** Population: one half for four times the people. */
  | 'SIZE';

/** Weights of the parts of similarity, 0 or more; they are divided by their sum. */
export type SimilarityWeightsInput = {
  /** Share of the county's people of 65 and over. Default 0. */
  age?: number | null | undefined;
  /** Default 0.15. */
  density?: number | null | undefined;
  /** Default 0.08. */
  distance?: number | null | undefined;
  /** Share of the county's people in group quarters. Default 0. */
  groupQuarters?: number | null | undefined;
  /** Share of the county's people who speak limited English. Default 0. */
  limitedEnglish?: number | null | undefined;
  /** Share of American Indians and Alaska Natives in the county. Default 0. */
  native?: number | null | undefined;
  /** Share of the county's people below 150% of the poverty line. Default 0. */
  poverty?: number | null | undefined;
  /** Mental-health providers per 100,000 people of the county. Default 0. */
  providers?: number | null | undefined;
  /** Default 0.12. */
  region?: number | null | undefined;
  /** Rural-urban continuum code of the county. Default 0. */
  rurality?: number | null | undefined;
  /** Default 0.30. */
  setting?: number | null | undefined;
  /** Default 0.35. */
  size?: number | null | undefined;
};

/** Whether a site belongs to the program today. */
export type SiteStatus =
  /** It belongs to the program. */
  | 'CURRENT'
  /** It belonged to the program once. */
  | 'FORMER';

/** Sworn officers of an agency; the order of the members is the order of size. */
export type SwornBand =
  /** 10 to 49 sworn officers. */
  | 'FROM_10'
  /** 50 to 249 sworn officers. */
  | 'FROM_50'
  /** 250 to 999 sworn officers. */
  | 'FROM_250'
  /** 1,000 sworn officers or more. */
  | 'FROM_1000'
  /** Fewer than 10 sworn officers. */
  | 'UNDER_10';

/** Class by the population of the metropolitan or micropolitan area; stored as its index, 0 to 4. */
export type UrbanClass =
  /** A metropolitan area of 1 million people or more. */
  | 'LARGE_METRO'
  /** A metropolitan area of 250,000 to 1 million people. */
  | 'MEDIUM_METRO'
  /** Around a town of 10,000 to 50,000 people. */
  | 'MICROPOLITAN'
  /** Neither metropolitan nor micropolitan: rural. */
  | 'NONCORE'
  /** A metropolitan area of fewer than 250,000 people. */
  | 'SMALL_METRO';

/** Weights of the factors, 0 or more; they are divided by their sum. */
export type WeightsInput = {
  /** Default 0.05. */
  assistance?: number | null | undefined;
  /** Default 1.00. */
  campus?: number | null | undefined;
  /** Default 0.10. */
  capacity?: number | null | undefined;
  /** Default 0.15. */
  coverage?: number | null | undefined;
  /** Default 0.10. */
  distance?: number | null | undefined;
  /** Default 0.55. */
  evidence?: number | null | undefined;
  /** Default 0.20. */
  fit?: number | null | undefined;
  /** Weights of the parts of similarity. */
  similarity?: SimilarityWeightsInput | null | undefined;
  /** Default 0.25. */
  tribe?: number | null | undefined;
};

export type AnswerQueryVariables = Exact<{
  input: RecommendInput;
  key: string;
  canSeeRequests: boolean;
}>;


export type AnswerQuery = { jurisdiction: { key: string, name: string, kind: JurisdictionKind, state: string, population: number, urbanClass: UrbanClass | null, latitude: number | null, longitude: number | null, note: string | null, similar: { edges: Array<{ score: number, factors: Array<{ name: SimilarityPart, weight: number, value: number, reason: string }>, node: { key: string, name: string, kind: JurisdictionKind, state: string, population: number } }> } | null } | null, lawEnforcementAgency: { key: string, ori: string, name: string, state: string, agencyType: AgencyType | null, populationServed: number | null, latitude: number | null, longitude: number | null } | null, recommendSites: { label: RecommendationLabel | null, synthetic: boolean, documentedSites: number, currentSites: number, sitesNote: string, assumption: string | null, gaps: Array<{ requests: number | null, model: { key: string, name: string } | null, topic: { key: string, name: string } | null, related: Array<{ key: string, name: string }> }>, edges: Array<{ node: { score: number, tier: RecommendationTier | null, former: boolean, offers: Array<{ key: string, name: string }>, lacks: Array<{ key: string, name: string }>, site: { key: string, name: string, state: string, agencyType: AgencyType, swornBand: SwornBand | null, personnelTotal: number | null, joinedYear: number, populationServed: number | null, lastConfirmed: string | null, howToAsk: string, assistanceOffered: Array<AssistanceType> | null, latitude: number | null, longitude: number | null, models: Array<{ key: string, name: string }> | null, topics: Array<{ key: string, name: string }> | null, jurisdictions: { edges: Array<{ node: { key: string, name: string, state: string, population: number, urbanClass: UrbanClass | null, latitude: number | null, longitude: number | null } }> } | null }, factors: Array<{ name: Factor, weight: number, value: number, contribution: number, reason: string }> | null, evidence?: { totalCount: number, edges: Array<{ node: { similarity: number, match: number, outcome: RequestStatus, contribution: number, request: { key: string, month: string, synthetic: boolean, models: Array<{ key: string, name: string }> | null }, jurisdiction: { key: string, name: string, state: string, latitude: number | null, longitude: number | null } } }> } | null } }> } | null, dataVersion: { version: number } };

export type FindQueryVariables = Exact<{
  search: string;
}>;


export type FindQuery = { jurisdictions: { edges: Array<{ node: { key: string, name: string, kind: JurisdictionKind, state: string, population: number } }> } | null, lawEnforcementAgencies: { edges: Array<{ node: { ori: string, name: string, state: string, agencyType: AgencyType | null, populationServed: number | null } }> } | null };

export type SimilarityMapQueryVariables = Exact<{
  for: RequesterInput;
}>;


export type SimilarityMapQuery = { similarityMap: { version: string, codes: Array<string>, weights: Array<{ name: SimilarityPart, weight: number }>, parts: { size: Array<number | null>, density: Array<number | null>, setting: Array<number | null>, region: Array<number | null>, distance: Array<number | null>, rurality: Array<number | null>, providers: Array<number | null>, poverty: Array<number | null>, limitedEnglish: Array<number | null>, native: Array<number | null>, age: Array<number | null>, groupQuarters: Array<number | null> } } | null };

export type SiteQueryVariables = Exact<{
  site: string;
  canSeeRequests: boolean;
}>;


export type SiteQuery = { site: { key: string, name: string, state: string, status: SiteStatus, statusBasis: string, lastConfirmed: string | null, confirmedBy: string | null, agencyType: AgencyType, joinedYear: number, joinedYearInferred: boolean, specialties: Array<string>, personnelTotal: number | null, personnelSworn: number | null, personnelCivilian: number | null, personnelBasis: string | null, personnelLastConfirmed: string | null, personnelConfirmedBy: string | null, swornBand: SwornBand | null, populationServed: number | null, populationServedYear: number | null, populationServedBasis: string | null, populationServedLastConfirmed: string | null, populationServedConfirmedBy: string | null, monthlyCapacity: number | null, assistanceOffered: Array<AssistanceType> | null, assistanceLastConfirmed: string | null, assistanceConfirmedBy: string | null, howToAsk: string, directContactLastConfirmed: string | null, directContactConfirmedBy: string | null, notes: string | null, jurisdictions: { edges: Array<{ node: { key: string, name: string, kind: JurisdictionKind, state: string, population: number, urbanClass: UrbanClass | null } }> } | null, operates: { edges: Array<{ basis: string, since: number | null, lastConfirmed: string | null, confirmedBy: string | null, node: { key: string, name: string, description: string } }> } | null, specializesIn: { edges: Array<{ lastConfirmed: string | null, confirmedBy: string | null, node: { key: string, name: string } }> } | null, partnersWith: { edges: Array<{ lastConfirmed: string | null, confirmedBy: string | null, node: { key: string, name: string, kind: PartnerKind, note: string | null } }> } | null, citedIn: { edges: Array<{ citedFor: Array<string>, node: { key: string, url: string, title: string | null } }> } | null, helped?: { totalCount: number, edges: Array<{ requests: number, completed: number, firstMatched: string, lastMatched: string, synthetic: boolean, node: { key: string, name: string, kind: JurisdictionKind, state: string } }> } | null, similarSites: { edges: Array<{ score: number, node: { key: string, name: string, state: string } }> } | null } | null };

export type DataChangedSubscriptionVariables = Exact<{
  since: number;
}>;


export type DataChangedSubscription = { dataChanged: { version: number } | null };

export type StartQueryVariables = Exact<{ [key: string]: never; }>;


export type StartQuery = { viewer: { role: Role, canSeeRequests: boolean, canWrite: boolean }, recommendationDefaults: { closeCall: number, leaning: number, factors: Array<{ name: Factor, title: string, description: string, weight: number }>, similarity: Array<{ name: SimilarityPart, title: string, description: string, weight: number }> }, enumTitles: Array<{ enum: string, value: string, title: string, description: string | null }> | null, dataVersion: { version: number, sitesNote: string, documentedSites: number, currentSites: number, requestsAreSynthetic: boolean }, program: { howToAsk: string, howToAskUrl: string, lastConfirmed: string | null } | null, programModels: { edges: Array<{ node: { key: string, name: string, description: string, family: string } }> } | null, topics: { edges: Array<{ node: { key: string, name: string, description: string } }> } | null, states: { edges: Array<{ node: { key: string, name: string, state: string } }> } | null };

export type DemandQueryVariables = Exact<{
  by: RequestDimension;
}>;


export type DemandQuery = { requestStatistics: { exact: boolean, synthetic: boolean, total: { requests: number | null, answered: number | null, completed: number | null, medianDaysToMatch: number | null, medianMonthsToClose: number | null }, rows: Array<{ month: string | null, year: number | null, state: string | null, urbanClass: UrbanClass | null, requests: number | null, answered: number | null, completed: number | null, model: { key: string, name: string } | null }> } | null };

export type MissingModelsQueryVariables = Exact<{ [key: string]: never; }>;


export type MissingModelsQuery = { dataVersion: { requestsAreSynthetic: boolean }, recruitmentGaps: Array<{ requests: number | null, model: { key: string, name: string } | null, topic: { key: string, name: string } | null, related: Array<{ key: string, name: string }> }> };

export type RequestsByStateQueryVariables = Exact<{ [key: string]: never; }>;


export type RequestsByStateQuery = { coverageGaps: { exact: boolean, synthetic: boolean, areas: Array<{ state: string | null, people: number, requests: number | null, requestsPerMillion: number | null, requesters: number | null }> | null } | null };

export type UnlikePlacesQueryVariables = Exact<{ [key: string]: never; }>;


export type UnlikePlacesQuery = { coverageGaps: { exact: boolean, synthetic: boolean, models: Array<{ requests: number | null, requesters: number | null, bestFit: number | null, medianFit: number | null, urbanClass: UrbanClass | null, model: { key: string, name: string }, closestSite: { key: string, name: string, state: string } | null }> | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const AnswerDocument = {"__meta__":{"hash":"sha256:fac116fbbfa61d48922bbc74d6ae34be496a87d368f63fc45cf7bebb7e4d71c3"}} as unknown as TypedDocumentString<AnswerQuery, AnswerQueryVariables>;
export const FindDocument = {"__meta__":{"hash":"sha256:d57a81a69b97b42854a38b1bd37eb18ae5942646d550ab1ec55b79cbd6ddd5f0"}} as unknown as TypedDocumentString<FindQuery, FindQueryVariables>;
export const SimilarityMapDocument = {"__meta__":{"hash":"sha256:ba39ffa612ac29b642b2436b54571115adfd8f67121023276f15854b8b0a998e"}} as unknown as TypedDocumentString<SimilarityMapQuery, SimilarityMapQueryVariables>;
export const SiteDocument = {"__meta__":{"hash":"sha256:abea026a930dab02c205b50933c9666e6f63d96573b2f3be3ebe8903c596c58a"}} as unknown as TypedDocumentString<SiteQuery, SiteQueryVariables>;
export const DataChangedDocument = {"__meta__":{"hash":"sha256:3b9b9a13b01380c5e167eb8c04a33d5a0f7103b2dd220e3227bfb8731454e3f2"}} as unknown as TypedDocumentString<DataChangedSubscription, DataChangedSubscriptionVariables>;
export const StartDocument = {"__meta__":{"hash":"sha256:b64f25e1c89375d86b8f1ae36d7dfc964dece03f0c4868de630ae91d0abcb2e7"}} as unknown as TypedDocumentString<StartQuery, StartQueryVariables>;
export const DemandDocument = {"__meta__":{"hash":"sha256:44efff5eb4eb3b500c7c258b3c66b3ef8f2f4b710c47cd7da643d5a324020b66"}} as unknown as TypedDocumentString<DemandQuery, DemandQueryVariables>;
export const MissingModelsDocument = {"__meta__":{"hash":"sha256:d7a4ab7d5f053c04498f69ce8f35ad5ac34f098044ad47a06adb9902a386aadf"}} as unknown as TypedDocumentString<MissingModelsQuery, MissingModelsQueryVariables>;
export const RequestsByStateDocument = {"__meta__":{"hash":"sha256:146c2e2db61f42fb0f0f99b57930c624670bb49276cc37f4ba84f9c16296c40c"}} as unknown as TypedDocumentString<RequestsByStateQuery, RequestsByStateQueryVariables>;
export const UnlikePlacesDocument = {"__meta__":{"hash":"sha256:b1acc2d52f658dda5efe2944032c85934f1456f0cff4907109fbee893f440559"}} as unknown as TypedDocumentString<UnlikePlacesQuery, UnlikePlacesQueryVariables>;