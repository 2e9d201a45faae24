import { batch, computed, effect, signal } from "@preact/signals";
import {
  query,
  type AnswerQuery,
  type AnswerQueryVariables,
  type ServiceError,
} from "../api/index.js";
import { AnswerDocument } from "../api/generated/graphql.js";
import { similarityWeights } from "./choices.js";
import { question, similarityInput } from "./question.js";
import { nodesOf } from "./start.js";

/** An answer, and the question that it answers. */
interface Answered {
  question: AnswerQueryVariables;
  data: AnswerQuery;
}

export const answered = signal<Answered | null>(null);
/** The answer of the service; of the question before while a new one is on its way. */
export const answer = computed(() => answered.value?.data ?? null);
export const answerFailure = signal<ServiceError | null>(null);
export const isAnswering = signal(false);

export type Recommendation = ReturnType<typeof recommendationsOf>[number];

/** The recommended sites as the service ranked them. */
export const recommendations = computed(() => recommendationsOf(answer.value));

/** True while the sites are ranked by other weights of similarity than those of the sliders. */
export const isRankedOtherwise = computed(() => {
  if (!answered.value) return false;
  const ranked = answered.value.question.input.weights?.similarity ?? null;
  return JSON.stringify(ranked) !== JSON.stringify(similarityInput(similarityWeights.value));
});

let flight: AbortController | null = null;

/** Asks again each time that the question changes; an older request is aborted. */
export function followQuestion(): void {
  let asked = "";
  effect(() => {
    const next = question.value;
    const text = JSON.stringify(next);
    if (text === asked) return;
    asked = text;
    void ask(next);
  });
}

/** Asks the question once more, after a failure. */
export function askAgain(): void {
  void ask(question.peek());
}

async function ask(next: AnswerQueryVariables | null): Promise<void> {
  flight?.abort();
  batch(() => {
    answerFailure.value = null;
    isAnswering.value = next !== null;
    if (!isOfSameRequester(next, answered.peek()?.question)) answered.value = null;
  });
  if (!next) return;
  const mine = (flight = new AbortController());
  try {
    const data = await query(AnswerDocument, next, { signal: mine.signal });
    batch(() => {
      answered.value = { question: next, data };
      isAnswering.value = false;
    });
  } catch (error) {
    if (mine.signal.aborted) return;
    batch(() => {
      answered.value = null;
      answerFailure.value = error as ServiceError;
      isAnswering.value = false;
    });
  }
}

function isOfSameRequester(
  one: AnswerQueryVariables | null,
  other: AnswerQueryVariables | undefined,
): boolean {
  return JSON.stringify(one?.input.for) === JSON.stringify(other?.input.for);
}

function recommendationsOf(data: AnswerQuery | null) {
  return nodesOf(data?.recommendSites);
}
