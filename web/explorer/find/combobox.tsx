// Editable combobox with list autocomplete, after the ARIA Authoring Practices: the focus stays in the field,
// and `aria-activedescendant` says which option is active.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useId, useMemo } from "preact/hooks";
import { choose, requester } from "../state/index.js";
import { requesterName } from "./names.js";
import { Suggestions, type Suggestion } from "./suggestions.js";
import "./combobox.css";

export function Combobox() {
  const id = useId();
  const suggestions = useMemo(() => new Suggestions(), []);
  const chosenName = useComputed(requesterName);
  const text = useSignal(chosenName.peek());
  const isOpen = useSignal(false);
  const active = useSignal(0);

  const found = suggestions.found.value;
  const isFinished = suggestions.text.value !== null;
  const isListed = isOpen.value && isFinished;
  const activeOption = isListed && found[active.value] ? `${id}-${active.value}` : undefined;

  useEffect(() => {
    // Between a choice and its answer the name is not known: what was taken stays.
    if (chosenName.value || !requester.value) text.value = chosenName.value;
  }, [chosenName.value, requester.value]);
  useEffect(() => {
    if (activeOption) document.getElementById(activeOption)?.scrollIntoView({ block: "nearest" });
  }, [activeOption]);

  const search = (typed: string) => {
    text.value = typed;
    active.value = 0;
    isOpen.value = true;
    suggestions.search(typed);
  };
  const close = () => {
    isOpen.value = false;
  };
  const take = (taken: Suggestion) => {
    text.value = taken.name;
    close();
    suggestions.clear();
    choose({ requester: taken.requester, page: "answer", selectedSite: null, compared: [] });
  };
  const move = (step: number) => {
    if (!isOpen.value) {
      isOpen.value = true;
      if (!isFinished) suggestions.search(text.value);
      return;
    }
    active.value = (active.value + step + found.length) % Math.max(found.length, 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const option = found[active.value];
    switch (event.key) {
      case "ArrowDown":
        move(1);
        break;
      case "ArrowUp":
        move(-1);
        break;
      case "Enter":
        if (!isListed || !option) return;
        take(option);
        break;
      case "Escape":
        if (isListed) close();
        else search("");
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div class="combobox">
      <label for={id}>Your jurisdiction or agency</label>
      <input
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        autocapitalize="words"
        spellcheck={false}
        placeholder="County, city, state, campus or agency"
        aria-autocomplete="list"
        aria-expanded={isListed}
        aria-controls={`${id}-list`}
        aria-describedby={`${id}-hint`}
        aria-activedescendant={activeOption}
        value={text}
        onInput={(event) => {
          search(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          event.currentTarget.select();
        }}
        onBlur={() => {
          close();
          if (chosenName.value) text.value = chosenName.value;
        }}
      />
      <ul id={`${id}-list`} role="listbox" aria-label="Places and agencies" hidden={!isListed}>
        {found.map((suggestion, index) => (
          <li
            key={suggestion.fullName + suggestion.description}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active.value}
            onMouseDown={(event) => {
              event.preventDefault(); // the field keeps the focus
              take(suggestion);
            }}
            onMouseMove={() => {
              active.value = index;
            }}
          >
            <span class="combobox-name">{suggestion.fullName}</span>
            <span class="combobox-description">{suggestion.description}</span>
          </li>
        ))}
        {found.length === 0 && (
          <li role="option" aria-disabled="true" aria-selected="false" class="combobox-nothing">
            Nothing found. Try a name and a state, such as “Springfield IL”, or a ZIP code; or
            describe your place below.
          </li>
        )}
      </ul>
      <p id={`${id}-hint`} class="hint">
        {suggestions.failure.value?.message ??
          (suggestions.isSearching.value
            ? "Searching …"
            : "A name as you would write it: “vinton county ohio”, “st louis”, a ZIP code.")}
      </p>
      <p class="visually-hidden" role="status">
        {isListed && statusOf(found)}
      </p>
    </div>
  );
}

function statusOf(found: readonly Suggestion[]): string {
  const first = found[0];
  if (!first) return "Nothing found.";
  return `${found.length} found. First: ${first.fullName}, ${first.description}.`;
}
