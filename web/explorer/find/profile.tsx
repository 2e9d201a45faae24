import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { choose, requester, states, valuesOf, type Profile } from "../state/index.js";
import { problemIn, profileOf, textOf, type ProfileProblem } from "./profile-text.js";
import "./profile.css";

/** Describes a place or an agency that the graph does not know. */
export function ProfileForm() {
  const now = requester.value;
  const profile = now?.is === "profile" ? now.profile : null;
  return (
    <details class="fold profile" open={profile !== null}>
      <summary>
        <span class="fold-title">Not in the list?</span>
        <span class="fold-value">{profile ? "described" : "describe it"}</span>
      </summary>
      <Form key={JSON.stringify(profile)} initial={profile} />
    </details>
  );
}

function Form({ initial }: { initial: Profile | null }) {
  const text = useSignal(textOf(initial));
  const problem = useSignal<ProfileProblem | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const profile = profileOf(text.value);
    problem.value = problemIn(profile);
    if (problem.value) {
      document.getElementById(idOf(problem.value.field))?.focus();
      return;
    }
    choose({
      requester: { is: "profile", profile },
      page: "answer",
      selectedSite: null,
      compared: [],
    });
  };
  /** What a field shows, and what becomes of what is typed into it. */
  const field = (name: keyof Profile) => ({
    id: idOf(name),
    value: text.value[name],
    onInput: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => {
      text.value = { ...text.value, [name]: value };
    },
    ...(problem.value?.field === name && {
      "aria-invalid": true,
      "aria-describedby": "profile-problem",
    }),
  });
  return (
    <form class="fields" noValidate onSubmit={submit}>
      <p class="hint">
        Sites are ranked by what you know of it; leave the rest empty. With the number of people and
        the setting there is enough to compare.
      </p>
      <Labeled by="It is" name="kind">
        <select {...field("kind")}>
          <Options of="RequesterKind" />
        </select>
      </Labeled>
      <Labeled by="State" name="state">
        <select {...field("state")}>
          <option value="">Choose …</option>
          {states.value.map(({ state, name }) => (
            <option key={state} value={state}>
              {name}
            </option>
          ))}
        </select>
      </Labeled>
      <Labeled by="People" name="population">
        <input type="text" inputMode="numeric" autocomplete="off" {...field("population")} />
      </Labeled>
      <Labeled by="Setting" name="setting">
        <select {...field("setting")}>
          <option value="">Not known</option>
          <Options of="UrbanClass" />
        </select>
      </Labeled>
      <Labeled by="People per square mile" name="density">
        <input type="text" inputMode="decimal" autocomplete="off" {...field("density")} />
      </Labeled>
      <Labeled by="FIPS code of its county" name="county">
        <input type="text" inputMode="numeric" autocomplete="off" {...field("county")} />
      </Labeled>
      {problem.value && (
        <p id="profile-problem" class="field-problem" role="alert">
          {problem.value.message}
        </p>
      )}
      <button type="submit" class="primary">
        Rank the sites
      </button>
    </form>
  );
}

function idOf(name: keyof Profile): string {
  return `profile-${name}`;
}

interface LabeledProperties {
  by: string;
  name: keyof Profile;
  children: ComponentChildren;
}

function Labeled({ by, name, children }: LabeledProperties) {
  return (
    <p class="field">
      <label for={idOf(name)}>{by}</label>
      {children}
    </p>
  );
}

function Options({ of }: { of: string }) {
  return (
    <>
      {valuesOf(of).map(({ value, title }) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </>
  );
}
