import { useId } from "preact/hooks";

export interface Choice<Value extends string> {
  value: Value;
  title: string;
  description: string;
}

interface Properties<Value extends string> {
  title: string;
  choices: readonly Choice<Value>[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
}

/** A list of things of which a person may want several; folded, it names those that are chosen. */
export function ChoiceList<Value extends string>({
  title,
  choices,
  chosen,
  onChange,
}: Properties<Value>) {
  const id = useId();
  const names = choices.filter(({ value }) => chosen.includes(value)).map(({ title }) => title);
  // A stale address may name what the service no longer has; it must be possible to take it back.
  const unknown = chosen.filter((value) => !choices.some((choice) => choice.value === value));
  const listed = [
    ...choices,
    ...(choices.length ? unknown : []).map((value) => ({
      value,
      title: value,
      description: "Not known.",
    })),
  ];
  return (
    <details class="fold">
      <summary>
        <span class="fold-title">{title}</span>
        <span class="fold-value">{[...names, ...unknown].join(", ") || "any"}</span>
      </summary>
      <fieldset class="choices">
        <legend class="visually-hidden">{title}</legend>
        {listed.map((choice) => (
          <div class="choice" key={choice.value}>
            <input
              type="checkbox"
              id={`${id}-${choice.value}`}
              checked={chosen.includes(choice.value)}
              aria-describedby={`${id}-${choice.value}-description`}
              onChange={({ currentTarget: { checked } }) => {
                onChange(
                  checked
                    ? [...chosen, choice.value]
                    : chosen.filter((value) => value !== choice.value),
                );
              }}
            />
            <label for={`${id}-${choice.value}`}>{choice.title}</label>
            <small id={`${id}-${choice.value}-description`}>{choice.description}</small>
          </div>
        ))}
      </fieldset>
    </details>
  );
}
