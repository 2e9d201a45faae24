import { useSignal } from "@preact/signals";
import { Combobox } from "../find/combobox.js";
import { ProfileForm } from "../find/profile.js";
import {
  answer,
  choose,
  help,
  models,
  programModels,
  programTopics,
  requester,
  topics,
  valuesOf,
} from "../state/index.js";
import { FactorSliders } from "../weights/factor-sliders.js";
import { SimilaritySliders } from "../weights/similarity-sliders.js";
import type { AssistanceType } from "../api/index.js";
import { ChoiceList } from "./choice-list.js";
import { Circumstances } from "./circumstances.js";
import { Tools } from "./tools.js";
import "./question.css";

/** Who the requester is, what they want, and what counts how much. */
export function Question() {
  const isRefining = useSignal(false); // where the page is narrow
  return (
    <section class="question card" aria-labelledby="question-title">
      <h2 id="question-title" class="visually-hidden">
        Your question
      </h2>
      <Combobox />
      {answer.value && (
        <a class="skip" href="#answer">
          Skip to the answer
        </a>
      )}
      <button
        type="button"
        class="refine"
        aria-expanded={isRefining.value}
        aria-controls="refinements"
        onClick={() => {
          isRefining.value = !isRefining.value;
        }}
      >
        {requester.value ? "Refine the question" : "Say what you want"}
      </button>
      <div id="refinements" class={isRefining.value ? "refinements is-open" : "refinements"}>
        <ProfileForm />
        <Wants />
        <Circumstances />
        {requester.value && (
          <>
            <FactorSliders />
            <SimilaritySliders />
          </>
        )}
      </div>
      {requester.value && <Tools />}
    </section>
  );
}

function Wants() {
  const named = ({
    key,
    name,
    description,
  }: {
    key: string;
    name: string;
    description: string;
  }) => ({
    value: key,
    title: name,
    description,
  });
  return (
    <>
      <ChoiceList
        title="Models you want"
        choices={programModels.value.map(named)}
        chosen={models.value}
        onChange={(models) => {
          choose({ models });
        }}
      />
      <ChoiceList
        title="Topics that matter"
        choices={programTopics.value.map(named)}
        chosen={topics.value}
        onChange={(topics) => {
          choose({ topics });
        }}
      />
      <ChoiceList
        title="Kinds of help"
        choices={valuesOf("AssistanceType").map(({ value, title, description }) => ({
          value: value as AssistanceType,
          title,
          description: description ?? "",
        }))}
        chosen={help.value}
        onChange={(help) => {
          choose({ help });
        }}
      />
    </>
  );
}
